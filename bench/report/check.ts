import { formatNumber } from './table.js';

/** A figure and the bound that it must reach. */
export interface Check {
  what: string;
  value: number;
  /** The bound. */
  atLeast?: number;
  atMost?: number;
  unit?: string;
}

export function isMet({ value, atLeast = -Infinity, atMost = Infinity }: Check): boolean {
  return value >= atLeast && value <= atMost;
}

/** Formats a check as `✓ p99 at 500 k deliveries/s: 31.2 ms (at most 50)`. */
export function renderCheck(check: Check): string {
  const { what, value, atLeast, atMost, unit = '' } = check;
  const bound = atLeast === undefined ? `at most ${format(atMost ?? 0)}` : `at least ${format(atLeast)}`;
  return `${isMet(check) ? '✓' : '✗'} ${what}: ${format(value)}${unit && ` ${unit}`} (${bound})`;
}

/** Returns a check of `value` as a multiple of `of`; false if one of them is missing. */
export function checkRatio(
  what: string,
  value: number | undefined,
  of: number | undefined,
  bound: Pick<Check, 'atLeast' | 'atMost'>,
): Check | false {
  return value !== undefined && of !== undefined && of > 0 && { what, value: value / of, ...bound };
}

/** Formats the value of a check, without its unit. */
export function formatCheckValue({ value }: Check): string {
  return format(value);
}

function format(value: number): string {
  return formatNumber(value, Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : 2);
}
