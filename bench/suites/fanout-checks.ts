import { type Check, checkRatio } from '../report/check.js';
import { type FanoutRow } from './fanout.js';

/** Returns the checks of the suite, as ratios to peers of the same run. Checks whose rows were not measured are left out. */
export function fanoutChecks(rows: FanoutRow[]): Check[] {
  const ours = rows.find(({ name }) => name === 'ours, Redis');
  const nchan = rows.find(({ name }) => name === 'nchan');
  const bare = rows.find(({ kind }) => kind === 'limit');
  if (!ours) return [];
  const checks: (Check | false)[] = [
    checkRatio('saturation, × nchan', saturationOf(ours), saturationOf(nchan), { atLeast: 50 }),
    checkRatio('saturation, × the bare loop', saturationOf(ours), saturationOf(bare), { atLeast: 0.85 }),
    ours.halfMillion !== undefined && {
      what: 'p99 at 500 k deliveries/s',
      value: ours.halfMillion.p99,
      atMost: 20,
      unit: 'ms',
    },
    checkRatio('CPU per delivery, × nchan', ours.steady.cpuPerDelivery, nchan?.steady.cpuPerDelivery, { atMost: 1.2 }),
    checkRatio('p99 at 50 events/s, × nchan', ours.steady.p99, nchan?.steady.p99, { atMost: 1.3 }),
  ];
  return checks.filter((check) => check !== false);
}

function saturationOf(row: FanoutRow | undefined): number | undefined {
  return row?.saturation?.deliveriesPerSecond;
}
