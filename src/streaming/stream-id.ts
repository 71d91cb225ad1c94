import { randomBytes } from 'node:crypto';

/** Tells the ids of one process from those of all others. */
const PROCESS = randomBytes(4).toString('hex');
/** Digits of a time in µs, in base 36, until the year 4000. */
const DIGITS = 11;

let last = 0;

/**
 * An id for a stream: different from all others, also those of other instances, and greater as a text than all that this
 * process made before. 20 characters of a-z, 0-9 and a hyphen.
 */
export function newStreamId(): string {
  last = Math.max(last + 1, Date.now() * 1_000);
  return `${last.toString(36).padStart(DIGITS, '0')}-${PROCESS}`;
}
