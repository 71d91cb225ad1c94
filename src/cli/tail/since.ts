import { parsePosition } from '#client';
import { InvalidArgumentError } from 'commander';

/** Where to begin. */
export type Since =
  | { readonly kind: 'position'; readonly position: string }
  /** Everything the log still has from this time on, milliseconds since 1970. */
  | { readonly kind: 'time'; readonly ms: number };

/** A date is also of the form of a position; no log is that old. */
const DATE = /^\d{4}-\d{2}-\d{2}(T|$)/;
const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads `--since`: `start`, a position, an age such as `15m`, or a time (RFC 3339). */
export function parseSince(text: string, now = Date.now()): Since {
  if (text === 'start') return { kind: 'time', ms: 0 };
  const [, count, unit = ''] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  if (count !== undefined) return { kind: 'time', ms: now - Number(count) * (UNITS[unit] ?? 0) };
  if (DATE.test(text) && !Number.isNaN(Date.parse(text))) return { kind: 'time', ms: Date.parse(text) };
  if (!DATE.test(text) && parsePosition(text) !== undefined) return { kind: 'position', position: text };
  throw new InvalidArgumentError(
    'It takes start, an age such as 15m, a time such as 2026-11-22T08:00:00Z, or a position.',
  );
}

/** The position that begins a stream there. One that cannot be read makes the service begin with all it has. */
export function beginningOf(since: Since | undefined): string | undefined {
  return since?.kind === 'time' ? 'start' : since?.position;
}
