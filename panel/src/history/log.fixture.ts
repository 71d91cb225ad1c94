import { type OperatorEvent } from '#client';
import { EventStore } from '../events/event-store.js';
import { OlderEvents } from './older-events.js';
import { type HistoryPage } from './read-history.js';

const eventOf = (number: number): OperatorEvent => ({
  event_id: String(number),
  event_type: 'link.down',
  summary: `event ${number}`,
  module: 'switch',
  severity: number % 1_000 === 0 ? 'critical' : 'info',
  created_at: '2026-11-28T08:00:00.000Z',
});

const positionOf = (number: number) => `log-1-${number}`;

const range = (from: number, to: number) => Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);

export type Log = ReturnType<typeof aLog>;

/**
 * A log of `head` events, numbered from 1, and a page that begins with the newest `snapshot` and keeps `limit` entries. One in
 * a thousand is critical. The reader may read none from `from` up to `to`, and the service looks at `scan` for a page. With `drawn: false` no frame is drawn, as in a tab that is hidden.
 */
export function aLog({
  head = 9_000,
  snapshot = 100,
  limit = 1_000,
  page = 200,
  hidden = [0, 0],
  scan = 2_000,
  drawn = true,
}) {
  const store = new EventStore((draw) => drawn && draw(), { entries: limit, characters: 1e9 });
  let pass: Promise<void> | undefined;
  let letGo = (): void => undefined;
  let begun = (): void => undefined;
  const log = {
    store,
    /** What was asked for, in order. */
    asked: [] as string[],
    /** Thrown by the next read. */
    fault: undefined as Error | undefined,
    older: new OlderEvents(store, read),
    /** Reads end when `letGo` is called, not before. Resolves when one has begun. */
    holdBack: () => {
      pass = new Promise((resolve) => (letGo = resolve));
      return new Promise<void>((resolve) => (begun = resolve));
    },
    letGo: () => letGo(),
    settled: async () => {
      while (log.older.state.get().kind === 'loading') await Promise.resolve();
    },
    /** `count` more events arrive. */
    publish: (count: number) => {
      for (const number of range(head + 1, head + count + 1)) {
        store.receive({ kind: 'event', position: positionOf(number), event: eventOf(number) });
      }
      head += count;
    },
  };
  async function read(before: string | undefined): Promise<HistoryPage> {
    log.asked.push(before ?? '');
    begun();
    await pass;
    const { fault } = log;
    log.fault = undefined;
    if (fault) throw fault;
    const end = Number(before?.split('-')[2] ?? head + 1);
    const [from, to] = hidden as [number, number];
    const until = Math.max(1, end - scan);
    const numbers = range(until, end)
      .filter((number) => number < from || number >= to)
      .slice(-page);
    const first = numbers[0] ?? (until > 1 ? until : undefined);
    return { events: numbers.map(eventOf), first_event_id: first === undefined ? null : positionOf(first) };
  }
  store.receive({
    kind: 'snapshot',
    position: positionOf(head),
    events: range(head - snapshot + 1, head + 1).map(eventOf),
  });
  return log;
}
