import { type WriteOutcome } from '../store/store-errors.js';

/** Redis has no memory left (its reply begins with OOM). */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('OOM');
}

/**
 * Whether a command that failed may have run. An error Redis replied with, or a connection that was not there, means it
 * did not (scripts check everything before their first write); a time-out or a lost connection leaves it open.
 */
export function outcomeOf(error: unknown): WriteOutcome {
  if (!(error instanceof Error)) return 'unknown';
  const refused = error.name === 'ReplyError' || error.message.includes("isn't writeable");
  return refused ? 'not_applied' : 'unknown';
}
