import { parsePosition } from '#client';
import { InvalidArgumentError } from 'commander';

/** Where a stream begins. */
export type Since =
  | { readonly kind: 'position'; readonly position: string }
  /** All events of the log from this time on, ms since 1970. */
  | { readonly kind: 'time'; readonly ms: number };

/** A date such as 2026-11-22 has the form of a position too. It is read as a date, since no position is that low. */
const DATE = /^\d{4}-\d{2}-\d{2}(T|$)/;
const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Parses the value of `--since`: `start`, a position, an age such as `15m`, or a time (RFC 3339).
 * @throws InvalidArgumentError
 */
export function parseSince(text: string, now = Date.now()): Since {
  if (text === 'start') return { kind: 'time', ms: 0 };
  const [, count, unit = ''] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  if (count !== undefined) return { kind: 'time', ms: now - Number(count) * (UNITS[unit] ?? 0) };
  if (DATE.test(text) && !Number.isNaN(Date.parse(text))) return { kind: 'time', ms: Date.parse(text) };
  if (!DATE.test(text) && parsePosition(text) !== undefined) return { kind: 'position', position: text };
  throw new InvalidArgumentError(
    'It must be start, an age such as 15m, a time such as 2026-11-22T08:00:00Z, or a position.',
  );
}

/** Returns the `Last-Event-ID` to begin with. The service cannot read `start` as a position, and so begins with the whole log. */
export function beginningOf(since: Since | undefined): string | undefined {
  return since?.kind === 'time' ? 'start' : since?.position;
}
