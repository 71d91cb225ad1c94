import { ValidateIf } from 'class-validator';

/** The field may be left out. Unlike `IsOptional`, `null` is a value, and a wrong one where a rule says so. */
export function Optional(): PropertyDecorator {
  return ValidateIf((_object: unknown, value: unknown) => value !== undefined);
}
