/**
 * The mark in the `summary` of every event of the benches: `#@`, the sequence number (8 digits) and the moment when the event was
 * due (10 digits). Its length is fixed, so the reader can parse it without making a string.
 */
export const MARK_BYTES = 20;
const SEQUENCE_DIGITS = 8;
const MOMENT_DIGITS = 10;
const ZERO = 48;

export const HASH = 35;
export const AT = 64;

/** Moments are microseconds of the monotonic clock of the machine, modulo this (2.7 hours). */
export const MOMENT_MODULUS = 10 ** MOMENT_DIGITS;

/** Writes the mark of event `sequence`, due at `moment`, into `target` at byte `offset`. */
export function writeMark(target: Uint8Array, offset: number, sequence: number, moment: number): void {
  target[offset] = HASH;
  target[offset + 1] = AT;
  writeDigits(target, offset + 2, SEQUENCE_DIGITS, sequence);
  writeDigits(target, offset + 2 + SEQUENCE_DIGITS, MOMENT_DIGITS, moment);
}

/** Returns the sequence number of the mark at byte `offset`. */
export function readSequence(source: Uint8Array, offset: number): number {
  return readDigits(source, offset + 2, SEQUENCE_DIGITS);
}

/** Returns the moment of the mark at byte `offset`. */
export function readMoment(source: Uint8Array, offset: number): number {
  return readDigits(source, offset + 2 + SEQUENCE_DIGITS, MOMENT_DIGITS);
}

function writeDigits(target: Uint8Array, offset: number, digits: number, value: number): void {
  let rest = value;
  for (let at = offset + digits - 1; at >= offset; at--) {
    target[at] = ZERO + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}

function readDigits(source: Uint8Array, offset: number, digits: number): number {
  let value = 0;
  for (let at = offset; at < offset + digits; at++) value = value * 10 + (source[at] as number) - ZERO;
  return value;
}
