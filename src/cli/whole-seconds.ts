import { InvalidArgumentError } from 'commander';

/** Reads an option that takes whole seconds. @throws InvalidArgumentError */
export function wholeSeconds(text: string): number {
  if (/^\d{1,4}$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError('It must be a whole number of seconds.');
}
