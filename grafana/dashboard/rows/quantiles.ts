/** Median, 95th and 99th percentile of a histogram over all instances, by the names that a graph shows. */
export function quantiles(histogram: string, matchers = 'job="$job"'): Record<string, string> {
  const buckets = `sum by (le) (rate(${histogram}_bucket{${matchers}}[$__rate_interval]))`;
  return {
    median: `histogram_quantile(0.5, ${buckets})`,
    '95 %': `histogram_quantile(0.95, ${buckets})`,
    '99 %': `histogram_quantile(0.99, ${buckets})`,
  };
}
