import { COSTS } from '../costs.js';
import { formatNumber as n } from '../format.js';
import { type Load } from '../load.js';
import { CORE_SHARE } from '../margins.js';
import { quantity } from '../quantity.js';
import { type Instances } from './instances.js';

/** Of a core, what is left for streams that come back while the others go on. */
const SPARE = 1 - CORE_SHARE;

/** How long streams take to come back. */
export function returningOf({ streams }: Load, { needed, run }: Instances) {
  const lost = streams / run.value;
  const seconds = (count: number, instances: number) => (count * COSTS.open) / 1e6 / (instances * SPARE);
  const working = (count: number, instances: number) =>
    `${n(Math.ceil(count))} × ${n(COSTS.open)} µs ÷ (${n(instances)} × ${n(SPARE)} cores)`;
  return {
    one: quantity('when one instance dies', seconds(lost, needed.value), 's', working(lost, needed.value)),
    all: quantity('when all pages reload at once', seconds(streams, run.value), 's', working(streams, run.value)),
  };
}
