import { randomBytes } from 'node:crypto';

/** The part of the ids that differs between processes. */
const PROCESS = randomBytes(4).toString('hex');
/** Digits of a time in µs, in base 36, until the year 4000. */
const DIGITS = 11;

let last = 0;

/**
 * Returns a new id for a stream, unique among all instances, and greater as a text than all earlier ones of this process.
 * 20 characters of a-z, 0-9 and a hyphen.
 */
export function newStreamId(): string {
  last = Math.max(last + 1, Date.now() * 1_000);
  return `${last.toString(36).padStart(DIGITS, '0')}-${PROCESS}`;
}
