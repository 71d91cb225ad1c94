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

/** One row of the settings catalogue: an environment variable, what it means and what it takes. */
export interface SettingDescription {
  readonly variable: string;
  readonly kind: 'integer' | 'boolean' | 'text' | 'list';
  readonly meaning: string;
  /** What a valid value looks like, in words; part of the message for a bad one. */
  readonly wants: string;
  /** A credential, or something that may hold one: its value is never shown. */
  readonly secret: boolean;
}

const catalogue: SettingDescription[] = [];

/** Every setting, in the order of declaration. */
export function describeSettings(): readonly SettingDescription[] {
  return catalogue;
}

function describe(row: Omit<SettingDescription, 'variable'>): PropertyDecorator {
  return (_target, property) => void catalogue.push({ variable: String(property), ...row });
}

/** A whole number from `min` to `max`. */
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

/** `true` or `false`. */
export function BooleanSetting(meaning: string): PropertyDecorator {
  return applyDecorators(
    describe({ kind: 'boolean', meaning, wants: 'true or false', secret: false }),
    IsOptional(),
    IsBoolean(),
  );
}

/** One of a few words. */
export function ChoiceSetting(choices: readonly string[], meaning: string): PropertyDecorator {
  const wants = `one of ${choices.join(', ')}`;
  return applyDecorators(describe({ kind: 'text', meaning, wants, secret: false }), IsOptional(), IsIn([...choices]));
}

interface TextOptions {
  readonly pattern: RegExp;
  /** What a pattern cannot say. */
  readonly sound?: (value: string) => boolean;
  readonly wants: string;
  readonly secret?: boolean;
}

/** Text of a given form. */
export function TextSetting(
  meaning: string,
  { pattern, sound, wants, secret = false }: TextOptions,
): PropertyDecorator {
  return applyDecorators(
    describe({ kind: 'text', meaning, wants, secret }),
    IsOptional(),
    Matches(pattern),
    Sound(sound),
  );
}

/** A comma-separated list, each element of a given form. */
export function ListSetting(
  meaning: string,
  { pattern, sound, wants, secret = false }: TextOptions,
): PropertyDecorator {
  return applyDecorators(
    describe({ kind: 'list', meaning, wants, secret }),
    IsOptional(),
    Matches(pattern, { each: true }),
    Sound(sound, { each: true }),
  );
}

function Sound(sound: TextOptions['sound'], options?: ValidationOptions): PropertyDecorator {
  const validate = (value: unknown) => typeof value === 'string' && (sound?.(value) ?? true);
  return ValidateBy({ name: 'sound', validator: { validate } }, options);
}
