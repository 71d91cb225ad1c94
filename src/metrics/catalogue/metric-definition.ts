/** One metric, by Prometheus' conventions: base units, `_total` for counters. */
export interface MetricDefinition {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  /** Each label has few values. No label holds a token, an address or text of a caller. */
  readonly labels: readonly string[];
  /** Of counters: what each label may be. Every combination is there from the start, at 0, so that `increase()` sees its first. */
  readonly values?: Readonly<Record<string, LabelValues>>;
  /** Upper bounds, of histograms. */
  readonly buckets?: readonly number[];
}

/** The values of a label; `principals` stands for the names of those that are configured, `credentials` for values that appear with their first use. */
export type LabelValues = readonly string[] | 'principals' | 'credentials';

export function counter(
  name: string,
  help: string,
  values: Readonly<Record<string, LabelValues>> = {},
): MetricDefinition {
  return { name, type: 'counter', help, labels: Object.keys(values), values };
}

export function gauge(name: string, help: string, labels: readonly string[] = []): MetricDefinition {
  return { name, type: 'gauge', help, labels };
}

export function histogram(
  name: string,
  help: string,
  buckets: readonly number[],
  labels: readonly string[] = [],
): MetricDefinition {
  return { name, type: 'histogram', help, labels, buckets };
}

/** Buckets of durations from a millisecond on. */
export const SECONDS: readonly number[] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
