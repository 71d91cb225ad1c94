import { isRFC3339, ValidateBy } from 'class-validator';

/** Characters at most: enough for nanoseconds and an offset. */
const MAX_LENGTH = 35;
const MESSAGE = 'must be a time in RFC 3339 form, such as 2026-11-22T08:00:00Z';

/** The value must be a time in RFC 3339 form whose day exists. */
export function IsTimestamp(): PropertyDecorator {
  return ValidateBy({ name: 'isTimestamp', validator: { validate: isTimestamp, defaultMessage: () => MESSAGE } });
}

function isTimestamp(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > MAX_LENGTH || !isRFC3339(value)) return false;
  const [year = 0, month = 0, day = 0] = value.slice(0, 10).split('-').map(Number);
  // Day 0 of the next month is the last day of this month.
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
