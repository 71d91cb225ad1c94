import { SEVERITIES } from '../events/severity.js';
import { useNow } from '../use-value.js';
import { pathsOf } from './paths.js';
import { type Rates, SECONDS, totalOf } from './rates.js';
import './chart.css';

/** Seconds over which the figure beside the chart is an average. */
const AVERAGED = 10;

/** Events a second in the last two minutes, by severity: the worst are at the bottom, where they are seen best. */
export function Chart({ rates }: { readonly rates: Rates }) {
  const counts = rates.at(useNow(1_000));
  const recent = counts.slice(-AVERAGED);
  const average = recent.reduce((sum, one) => sum + totalOf(one), 0) / AVERAGED;
  const most = Math.max(...counts.map(totalOf));
  const paths = pathsOf(counts, most);
  const figure = average < 10 ? average.toFixed(1) : Math.round(average).toLocaleString('en');
  return (
    <div className="chart" title={`Events a second in the last two minutes; at most ${most}`}>
      <svg
        viewBox={`0 0 ${SECONDS} 24`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Events a second in the last two minutes, by severity; at most ${most}`}
      >
        {SEVERITIES.map((severity) => (
          <path key={severity} className={severity} d={paths[severity]} />
        ))}
      </svg>
      <span>
        <strong>{figure}</strong>/s
      </span>
    </div>
  );
}
