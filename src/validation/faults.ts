import { validateSync } from 'class-validator';
import { type InputFault } from '../problems/problem.js';
import { isSound } from './is-sound.js';

/** Every fault class-validator finds in `object`, with `prefix` before the field names. */
export function faultsOf(object: object, prefix = ''): InputFault[] {
  if (isSound(object)) return [];
  return validateSync(object, { forbidUnknownValues: false }).flatMap(({ property, constraints }) =>
    // Several constraints of a field may share one sentence.
    [...new Set(Object.values(constraints ?? {}))].map((message) => ({ field: `${prefix}${property}`, message })),
  );
}

/** A caller's own text, cut and made safe to repeat. */
export function printable(text: string): string {
  const safe = text.replace(/[^\x20-\x7e]/g, '?');
  return safe.length > 64 ? `${safe.slice(0, 64)}…` : safe;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
