import { formatNumber as n } from './format.js';
import { type Load } from './load.js';
import { type Steps } from './steps/all-steps.js';

/** Says which of the given bounds a plan exceeds. */
export function misfitsOf({ instancesMax, cores }: Load, { instances, drivers }: Steps): string[] {
  const { run } = instances;
  return [
    ...(instancesMax !== undefined && run.value > instancesMax
      ? [`${n(run.value)} instances are needed; --instances-max allows ${n(instancesMax)}.`]
      : []),
    ...(cores !== undefined && drivers.cores.value > cores
      ? [`${n(drivers.cores.value)} cores are needed; --cores has ${n(cores)}.`]
      : []),
  ];
}
