import { type Position } from '../position.js';

/**
 * Whether no log can have had both: in a log `ms` never falls while `n` rises. A failover lost the one, and the other came in its place
 * or later.
 */
export function contradict(a: Position | undefined, b: Position | undefined): boolean {
  if (a === undefined || a.epoch !== b?.epoch) return false;
  return a.n === b.n ? a.ms !== b.ms : a.n < b.n !== a.ms <= b.ms && a.ms !== b.ms;
}
