import { type EventLog, type LogEntry, type NewEvent } from '../../../src/event-log/event-log.interface.js';
import { type LogLimits } from '../../../src/event-log/log-limits.js';
import { type Position } from '../../../src/event-log/position.js';

/** Bounds of a log that keeps this many entries; the bound on bytes is the default. */
export function keeping(maxEntries: number, maxBytes = 134_217_728): LogLimits {
  return { maxEntries, maxBytes };
}

/** An event whose JSON says which one it is. */
export function newEvent(label: string | number, fields: Partial<NewEvent> = {}): NewEvent {
  return { type: 'test.happened', module: 'madre', severity: 'info', json: JSON.stringify({ label }), ...fields };
}

/** `count` events labelled from `first` on. */
export function newEvents(count: number, first = 1): NewEvent[] {
  return Array.from({ length: count }, (_, index) => newEvent(first + index));
}

export function numbers(entries: readonly { readonly position: Position }[]): number[] {
  return entries.map(({ position }) => position.n);
}

/** `from` to `to`, both included. */
export function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

/** Everything the log has retained. */
export async function everything(log: EventLog): Promise<LogEntry[]> {
  const entries: LogEntry[] = [];
  for (let after: Position | 'start' = 'start'; ;) {
    const page = await log.read(after, 500);
    entries.push(...page.entries);
    const last = page.entries.at(-1);
    if (!last) return entries;
    if (after !== 'start' && last.position.n <= after.n) throw new Error('the log answers the same page again');
    after = last.position;
  }
}

export const EVERYTHING = { matches: () => true };
