import { registerDecorator } from 'class-validator';
import { PAYLOAD_MAX_BYTES, PAYLOAD_MAX_DEPTH } from '../../validation/event-rules.js';
import { isRecord } from '../../validation/faults.js';

const MESSAGE = `must be an object of at most ${PAYLOAD_MAX_BYTES} bytes of JSON and a depth of at most ${PAYLOAD_MAX_DEPTH}`;

/** A JSON object within the limits of depth (an object of plain values has 1) and size (as it will be sent). */
export function IsPayload(): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'isPayload',
      target: target.constructor,
      propertyName: String(property),
      validator: { validate: isPayload, defaultMessage: () => MESSAGE },
    });
}

function isPayload(value: unknown): boolean {
  // Depth first: what is too deep cannot safely be turned into text.
  if (!isRecord(value) || isDeeperThan(PAYLOAD_MAX_DEPTH, value)) return false;
  return Buffer.byteLength(JSON.stringify(value)) <= PAYLOAD_MAX_BYTES;
}

function isDeeperThan(depth: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth === 0) return true;
  return Object.values(value).some((part) => isDeeperThan(depth - 1, part));
}
