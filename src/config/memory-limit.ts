import { totalmem } from 'node:os';

/** Returns the memory limit of this process, bytes: that of its control group, or the memory of the machine. */
export function memoryLimit(): number {
  // If the control group has no limit, node returns 0 or more than the machine has.
  const constrained = process.constrainedMemory() || Infinity;
  return Math.min(constrained, totalmem());
}

/** Returns a quarter of the memory limit of this process, bytes. */
export function quarterOfMemory(): number {
  return Math.floor(memoryLimit() / 4);
}
