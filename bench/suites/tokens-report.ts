import { type Check, checkRatio } from '../report/check.js';
import { WIDE_TOKEN_LIMITS } from '../contenders/service-requests.js';
import { type TokenRow } from './tokens.js';

const WIDE = Object.entries(WIDE_TOKEN_LIMITS)
  .map(([name, value]) => `${name}=${value}`)
  .join(', ');

const COLUMNS = [
  { title: 'µs CPU each', of: (row: TokenRow) => row.cpuMicroseconds },
  { title: 'p50 ms', of: (row: TokenRow) => row.p50, digits: 2 },
  { title: 'p99 ms', of: (row: TokenRow) => row.p99, digits: 2 },
  { title: 'slowest run', of: (row: TokenRow) => Math.min(...row.runs) },
  { title: 'fastest run', of: (row: TokenRow) => Math.max(...row.runs) },
];

export function issuingTable(rows: TokenRow[]) {
  return {
    id: 'issuing',
    title: 'Tokens issued, 32 connections',
    rows,
    columns: [{ title: 'per second', of: (row: TokenRow) => row.perSecond, against: 'more' as const }, ...COLUMNS],
    notes: [
      'Medians of interleaved runs. The generator has one of the cores for itself, or shares it with Redis.',
      `All tokens are issued to one address, so the limits are counted but raised: ${WIDE}.`,
    ],
  };
}

export function openingTable(rows: TokenRow[]) {
  return {
    id: 'opening',
    title: 'Issue, redeem, first byte, close: 32 at a time',
    rows,
    columns: [{ title: 'per second', of: (row: TokenRow) => row.perSecond }, ...COLUMNS],
    notes: ['Times are of the whole round: a POST on a kept connection, then a stream on a new one.'],
  };
}

export function tokenChecks(rows: TokenRow[]): Check[] {
  const rate = (name: string) => rows.find((row) => row.name === name)?.perSecond;
  const ours = rate('ours, Redis');
  const checks = [
    checkRatio('tokens/s, × a bare Nest POST', ours, rate('bare Nest POST'), { atLeast: 0.9 }),
    checkRatio('tokens/s, × a store that does nothing', ours, rate('ours, a store that does nothing'), {
      atLeast: 0.85,
    }),
  ];
  return checks.filter((check) => check !== false);
}
