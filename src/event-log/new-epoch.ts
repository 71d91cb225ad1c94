import { randomInt } from 'node:crypto';

/** An epoch for a log that is yet to be made: eight random base-36 digits. */
export function newEpoch(): string {
  return randomInt(36 ** 7, 36 ** 8).toString(36);
}
