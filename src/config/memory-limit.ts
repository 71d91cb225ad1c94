import { totalmem } from 'node:os';

/** A quarter of the memory this process may have, bytes: that of its control group, or of the machine. */
export function quarterOfMemory(): number {
  // Without a limit, 0 or more than the machine has.
  const constrained = process.constrainedMemory() || Infinity;
  return Math.floor(Math.min(constrained, totalmem()) / 4);
}
