import { SEVERITIES, type SeverityName } from '../events/severity.js';
import { type Counts } from './rates.js';

/** The height of the chart, in its own units; a second is one unit wide. */
const HEIGHT = 24;

/** The smallest visible bar: one critical event among thousands must be seen. */
const LEAST = 1.5;

/** One path for each severity, of bars that stand on those of the worse ones. `most` events are as high as the chart. */
export function pathsOf(counts: readonly Counts[], most: number): Record<SeverityName, string> {
  const paths: Record<SeverityName, string> = { critical: '', error: '', warn: '', info: '' };
  for (const [x, count] of counts.entries()) {
    let y = HEIGHT;
    for (const severity of SEVERITIES) {
      if (count[severity] === 0) continue;
      const height = Math.min(y, Math.max(LEAST, (count[severity] / Math.max(most, 4)) * HEIGHT));
      y -= height;
      paths[severity] += `M${x} ${round(y)}h.8v${round(height)}h-.8z`;
    }
  }
  return paths;
}

const round = (value: number) => Math.round(value * 100) / 100;
