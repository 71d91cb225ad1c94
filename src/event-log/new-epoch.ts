import { randomInt } from 'node:crypto';

/** Returns an epoch, which identifies a new log in its positions: eight random base-36 digits. */
export function newEpoch(): string {
  return randomInt(36 ** 7, 36 ** 8).toString(36);
}
