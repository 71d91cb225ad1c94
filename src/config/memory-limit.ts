import { totalmem } from 'node:os';

/** The memory that this process may have, bytes: that of its control group, or of the machine. */
export function memoryLimit(): number {
  // Without a limit, 0 or more than the machine has.
  const constrained = process.constrainedMemory() || Infinity;
  return Math.min(constrained, totalmem());
}

/** A quarter of it. */
export function quarterOfMemory(): number {
  return Math.floor(memoryLimit() / 4);
}
