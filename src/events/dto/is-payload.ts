import { ValidateBy } from 'class-validator';
import { PAYLOAD_MAX_BYTES, PAYLOAD_MAX_DEPTH } from '../../validation/event-rules.js';
import { isRecord } from '../../validation/faults.js';

const MESSAGE = `must be an object of at most ${PAYLOAD_MAX_BYTES} bytes of JSON, a depth of at most ${PAYLOAD_MAX_DEPTH}, and numbers that a double can hold`;

/** A JSON object within the limits of depth (an object of plain values has 1) and size (as it will be sent). */
export function IsPayload(): PropertyDecorator {
  return ValidateBy({ name: 'isPayload', validator: { validate: isPayload, defaultMessage: () => MESSAGE } });
}

function isPayload(value: unknown): boolean {
  // First of all: what is too deep cannot safely be turned into text.
  if (!isRecord(value) || isUnfit(PAYLOAD_MAX_DEPTH, value)) return false;
  return Buffer.byteLength(JSON.stringify(value)) <= PAYLOAD_MAX_BYTES;
}

/** Too deep, or with a number too large for a double, which would be sent as `null`. */
function isUnfit(depth: number, value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return false;
  if (depth === 0) return true;
  return Object.values(value).some((part) => isUnfit(depth - 1, part));
}
