import { type Plan } from './make-plan.js';

/** A plan for programs: all names in snake_case; bytes, bits a second, seconds, cores. */
export function planAsJson({ load, steps, settings, misfits, warnings }: Plan): unknown {
  return {
    fits: misfits.length === 0,
    load: inSnakeCase(load),
    steps: inSnakeCase(steps),
    settings: settings.map(inSnakeCase),
    warnings,
    misfits,
  };
}

function inSnakeCase(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [snakeCase(name), inSnakeCase(inner)]));
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
