import { ValidateBy } from 'class-validator';
import { PAYLOAD_MAX_BYTES, PAYLOAD_MAX_DEPTH } from '../../validation/event-rules.js';
import { isRecord } from '../../validation/faults.js';

const MESSAGE = `must be an object of at most ${PAYLOAD_MAX_BYTES} bytes of JSON, a depth of at most ${PAYLOAD_MAX_DEPTH}, and numbers that a double can hold`;

/** Bytes that JSON may take for one UTF-16 unit, and for a number, a constant, quotes and what separates values. */
const UNIT_BYTES = 6;
const VALUE_BYTES = 26;

/** A JSON object within the limits of depth (an object of plain values has 1) and size (as it will be sent). */
export function IsPayload(): PropertyDecorator {
  return ValidateBy({ name: 'isPayload', validator: { validate: isPayload, defaultMessage: () => MESSAGE } });
}

function isPayload(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const atMost = mostBytes(value, PAYLOAD_MAX_DEPTH);
  if (atMost <= PAYLOAD_MAX_BYTES) return true;
  // What is too deep cannot safely be turned into text; few payloads are so large that they have to be.
  return Number.isFinite(atMost) && Buffer.byteLength(JSON.stringify(value)) <= PAYLOAD_MAX_BYTES;
}

/** Bytes of JSON at most; infinite if it is too deep, or has a number too large for a double, which would be sent as `null`. */
function mostBytes(value: unknown, depth: number): number {
  if (typeof value === 'string') return value.length * UNIT_BYTES + VALUE_BYTES;
  if (typeof value === 'number' && !Number.isFinite(value)) return Infinity;
  if (typeof value !== 'object' || value === null) return VALUE_BYTES;
  if (depth === 0) return Infinity;
  let bytes = VALUE_BYTES;
  if (Array.isArray(value)) for (const part of value) bytes += mostBytes(part, depth - 1);
  else
    for (const [key, part] of Object.entries(value)) bytes += key.length * UNIT_BYTES + mostBytes(part, depth - 1) + 4;
  return bytes;
}
