import { type Quantity } from './quantity.js';

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const ROUNDED = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** `50,000`, `0.0713`: whole numbers as they are, others with three digits. */
export function formatNumber(value: number): string {
  return (Number.isInteger(value) || Math.abs(value) >= 1_000 ? WHOLE : ROUNDED).format(value);
}

/** `64 KiB`, `1.5 GiB`. */
export function formatBytes(bytes: number): string {
  return scaled(bytes, 1_024, ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']);
}

/** `26.6 Gbit/s`. */
export function formatBits(bits: number): string {
  return scaled(bits, 1_000, ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s']);
}

/** With its unit, for people. */
export function formatQuantity({ value, unit }: Quantity): string {
  if (unit === 'bytes') return formatBytes(value);
  if (unit === 'bit/s') return formatBits(value);
  if (unit === '/s') return `${formatNumber(value)}/s`;
  if (unit === 'cores' && value === 1) return '1 core';
  return unit === '' ? formatNumber(value) : `${formatNumber(value)} ${unit}`;
}

function scaled(value: number, base: number, units: readonly string[]): string {
  let power = 0;
  while (power < units.length - 1 && value >= base ** (power + 1)) power += 1;
  return `${formatNumber(value / base ** power)} ${units[power]}`;
}
