import { applyDecorators } from '@nestjs/common';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateBy,
  type ValidationOptions,
} from 'class-validator';

/** One row of the settings catalogue: an environment variable, its meaning and its valid values. */
export interface SettingDescription {
  readonly variable: string;
  readonly kind: 'integer' | 'boolean' | 'text' | 'list';
  readonly meaning: string;
  /** The form of a valid value, in words; part of the message about an invalid one. */
  readonly wants: string;
  /** Whether the value is or contains a credential, so that it is never shown. */
  readonly secret: boolean;
}

const catalogue: SettingDescription[] = [];

/** Returns every setting, in the order of declaration. */
export function describeSettings(): readonly SettingDescription[] {
  return catalogue;
}

function describe(row: Omit<SettingDescription, 'variable'>): PropertyDecorator {
  return (_target, property) => void catalogue.push({ variable: String(property), ...row });
}

/** Declares a setting that is a whole number from `min` to `max`. */
export function IntegerSetting(min: number, max: number, meaning: string): PropertyDecorator {
  const wants = `a whole number from ${min} to ${max}`;
  return applyDecorators(
    describe({ kind: 'integer', meaning, wants, secret: false }),
    IsOptional(),
    IsInt(),
    Min(min),
    Max(max),
  );
}

/** Declares a setting that is `true` or `false`. */
export function BooleanSetting(meaning: string): PropertyDecorator {
  return applyDecorators(
    describe({ kind: 'boolean', meaning, wants: 'true or false', secret: false }),
    IsOptional(),
    IsBoolean(),
  );
}

/** Declares a setting that is one of `choices`. */
export function ChoiceSetting(choices: readonly string[], meaning: string): PropertyDecorator {
  const wants = `one of ${choices.join(', ')}`;
  return applyDecorators(describe({ kind: 'text', meaning, wants, secret: false }), IsOptional(), IsIn([...choices]));
}

interface TextOptions {
  readonly pattern: RegExp;
  /** Checks what the pattern cannot. */
  readonly isValid?: (value: string) => boolean;
  readonly wants: string;
  readonly secret?: boolean;
}

/** Declares a setting that is a text of a given form. */
export function TextSetting(
  meaning: string,
  { pattern, isValid, wants, secret = false }: TextOptions,
): PropertyDecorator {
  return applyDecorators(
    describe({ kind: 'text', meaning, wants, secret }),
    IsOptional(),
    Matches(pattern),
    ValidBy(isValid),
  );
}

/** Declares a setting that is a comma-separated list, each element of a given form. */
export function ListSetting(
  meaning: string,
  { pattern, isValid, wants, secret = false }: TextOptions,
): PropertyDecorator {
  return applyDecorators(
    describe({ kind: 'list', meaning, wants, secret }),
    IsOptional(),
    Matches(pattern, { each: true }),
    ValidBy(isValid, { each: true }),
  );
}

function ValidBy(isValid: TextOptions['isValid'], options?: ValidationOptions): PropertyDecorator {
  const validate = (value: unknown) => typeof value === 'string' && (isValid?.(value) ?? true);
  return ValidateBy({ name: 'isValid', validator: { validate } }, options);
}
