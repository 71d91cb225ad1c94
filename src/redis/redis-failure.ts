import { type WriteOutcome } from '../store/store-errors.js';

/** Whether an error says that Redis is out of memory (its reply begins with OOM). */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('OOM');
}

/**
 * Whether a command that failed may have run. It did not if Redis replied with an error (scripts check everything before their
 * first write) or if there was no connection. After a time-out or a lost connection it is unknown.
 */
export function outcomeOf(error: unknown): WriteOutcome {
  if (!(error instanceof Error)) return 'unknown';
  const refused = error.name === 'ReplyError' || error.message.includes("isn't writeable");
  return refused ? 'not_applied' : 'unknown';
}
