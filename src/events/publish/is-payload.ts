import { ValidateBy } from 'class-validator';
import { PAYLOAD_MAX_BYTES, PAYLOAD_MAX_DEPTH } from '../../validation/event-rules.js';
import { isRecord } from '../../validation/faults.js';

const MESSAGE = `must be an object of at most ${PAYLOAD_MAX_BYTES} bytes of JSON, a depth of at most ${PAYLOAD_MAX_DEPTH}, and numbers that a double can hold`;

/** The JSON of large payloads that were measured, so that it is not made again. */
const measured = new WeakMap<object, string>();

/** Bytes that JSON takes at most for one UTF-16 unit; and for a number, a constant, or the quotes and separators of a value. */
const UNIT_BYTES = 6;
const VALUE_BYTES = 26;

/** The value must be a JSON object within the limits of depth (an object of plain values has 1) and of bytes of JSON. */
export function IsPayload(): PropertyDecorator {
  return ValidateBy({ name: 'isPayload', validator: { validate: isPayload, defaultMessage: () => MESSAGE } });
}

/** The JSON of a payload, if `isPayload` made it; else undefined. */
export function measuredJson(payload: object): string | undefined {
  return measured.get(payload);
}

function isPayload(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const bytes = upperBound(value, PAYLOAD_MAX_DEPTH);
  if (bytes <= PAYLOAD_MAX_BYTES) return true;
  // Only a large payload is made JSON to measure it. One that is too deep is not, since that may overflow the stack.
  if (!Number.isFinite(bytes)) return false;
  const json = JSON.stringify(value);
  measured.set(value, json);
  return Buffer.byteLength(json) <= PAYLOAD_MAX_BYTES;
}

/**
 * An upper bound of the bytes of JSON. Infinite if the value is too deep, or has a number that is too large for a double, which
 * JSON would show as `null`.
 */
function upperBound(value: unknown, depth: number): number {
  if (typeof value === 'string') return value.length * UNIT_BYTES + VALUE_BYTES;
  if (typeof value === 'number' && !Number.isFinite(value)) return Infinity;
  if (typeof value !== 'object' || value === null) return VALUE_BYTES;
  if (depth === 0) return Infinity;
  let bytes = VALUE_BYTES;
  if (Array.isArray(value)) for (const part of value) bytes += upperBound(part, depth - 1);
  else
    for (const [key, part] of Object.entries(value)) bytes += key.length * UNIT_BYTES + upperBound(part, depth - 1) + 4;
  return bytes;
}
