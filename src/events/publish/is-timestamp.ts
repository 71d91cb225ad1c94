import { isRFC3339, ValidateBy } from 'class-validator';

/** Longest form worth taking: nanoseconds and an offset. */
const MAX_LENGTH = 35;
const MESSAGE = 'must be a time in RFC 3339 form, such as 2026-11-22T08:00:00Z';

/** A moment that exists, as RFC 3339 writes it. */
export function IsTimestamp(): PropertyDecorator {
  return ValidateBy({ name: 'isTimestamp', validator: { validate: isTimestamp, defaultMessage: () => MESSAGE } });
}

function isTimestamp(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > MAX_LENGTH || !isRFC3339(value)) return false;
  const [year = 0, month = 0, day = 0] = value.slice(0, 10).split('-').map(Number);
  // Day 0 of the next month is the last of this one.
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
