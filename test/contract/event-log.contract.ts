import { eventually } from '../../cluster/eventually.js';
import { type EventLog } from '../../src/event-log/event-log.interface.js';
import { sizeOf } from '../../src/event-log/log-limits.js';
import { type Position } from '../../src/event-log/position.js';
import { everything, newEvent, newEvents, numbers, range } from './support/events.js';

/** What every event log must do, however it does it. Each property is tried on a log of its own. */
export interface EventLogUnderTest {
  /** The logs of two instances; the same one twice where instances cannot share a log. */
  readonly logs: readonly [EventLog, EventLog];
}

/** Retains about this many entries; an implementation may keep up to `SLACK` more. */
export const MAX_ENTRIES = 2_000;
export const SLACK = 200;
/** Retains at most this many bytes. */
export const MAX_BYTES = 4_194_304;

export type EventLogProperty = (under: EventLogUnderTest) => Promise<void>;

/** Clients resume from ids: a number that is skipped or given twice is an event lost or doubled. */
async function numbersAreConsecutive({ logs }: EventLogUnderTest): Promise<void> {
  const sizes = range(1, 30);
  const calls = await Promise.all(sizes.map((size) => logs[size % 2]!.append(newEvents(size))));
  for (const [index, positions] of calls.entries()) {
    const first = positions[0]!.n;
    expect(numbersOf(positions)).toEqual(range(first, first + sizes[index]! - 1));
  }
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const all = calls.flat();
  expect(numbersOf(all).sort((a, b) => a - b)).toEqual(range(1, total));
  expect(new Set(all.map(({ epoch }) => epoch)).size).toBe(1);
  const stored = await everything(logs[0]);
  expect(numbers(stored)).toEqual(range(1, total));
  const times = stored.map(({ position }) => position.ms);
  expect(times).toEqual([...times].sort((a, b) => a - b));
}

/** Every stream shows exactly the bytes that the publisher sent. */
async function entriesComeBackAsGiven({ logs: [a, b] }: EventLogUnderTest): Promise<void> {
  const texts = ['', '\r\n\0', '\u2028\u2029', 'año 🐙 \ud800', '"quoted" {vx11} $1', 'x'.repeat(65_536)];
  const events = texts.map((text, index) =>
    newEvent(text, { type: `type.${index}`, module: `m-${index}`, severity: 'critical' }),
  );
  const positions = await a.append(events);
  const stored = await everything(b);
  expect(stored).toEqual(events.map((event, index) => ({ ...event, position: positions[index] })));
}

/** A publisher that got no response sends its event again: the log must not have it twice. */
async function idempotencyKeysAreAppendedOnce({ logs: [a, b] }: EventLogUnderTest): Promise<void> {
  const once = newEvent('once', { idempotencyKey: 'one' });
  const [first] = await a.append([once]);
  expect(await b.append([once])).toEqual([first]);
  const again = newEvent('again', { idempotencyKey: 'two' });
  const mixed = await b.append([newEvent('plain'), again, once, again, newEvent('plain')]);
  expect(numbersOf(mixed)).toEqual([2, 3, 1, 3, 4]);
  expect(mixed[2]).toEqual(first);
  expect(await a.append([again, once])).toEqual([mixed[1], first]);
  expect((await everything(a)).map(({ json }) => json)).toEqual(
    ['once', 'plain', 'again', 'plain'].map((label) => newEvent(label).json),
  );
}

/** Sending an event again must not move the head: the new head would be the position of no entry, and a gap to a client that has it. */
async function repeatsDoNotMoveTheHead({ logs: [a, b] }: EventLogUnderTest): Promise<void> {
  const once = newEvent('once', { idempotencyKey: 'one' });
  const [first] = await a.append([once]);
  const laterAppend = async () => {
    await b.append([once]);
    const [later] = await b.append([once]);
    expect(later).toEqual(first);
    return Date.now() > first!.ms + 20 || undefined;
  };
  await eventually(laterAppend, { what: 'some milliseconds to pass' });
  const { head } = await a.latest(1, { matches: () => true }, 1);
  expect(head).toEqual(first);
  await b.append(newEvents(1));
  const page = await a.read(head, 5);
  expect([page.gap, numbers(page.entries)]).toEqual([undefined, [2]]);
}

/** Many instances may get the same event at the same time from a publisher that does not wait for responses. */
async function idempotencyKeysRace({ logs }: EventLogUnderTest): Promise<void> {
  const events = newEvents(20).map((event, index) => ({ ...event, idempotencyKey: `id-${index}` }));
  const calls = await Promise.all(range(1, 20).map((call) => logs[call % 2]!.append(events)));
  for (const positions of calls) expect(positions).toEqual(calls[0]);
  expect(numbers(await everything(logs[0]))).toEqual(range(1, 20));
}

/** A reader that catches up in pages must get every entry once, and learn when it has them all. */
async function pagesCoverTheLog({ logs: [log] }: EventLogUnderTest): Promise<void> {
  const positions = await log.append(newEvents(50));
  const head = positions.at(-1)!;
  const seen: number[] = [];
  let after: Position | 'start' = 'start';
  for (;;) {
    const page = await log.read(after, 7);
    expect(page.gap).toBeUndefined();
    expect(page.head).toEqual(head);
    if (page.entries.length === 0) break;
    expect(page.entries.length).toBe(Math.min(7, 50 - seen.length));
    seen.push(...numbers(page.entries));
    after = page.entries.at(-1)!.position;
  }
  expect(seen).toEqual(range(1, 50));
}

/** An empty log must already have a position, or a reader could miss the first event. */
async function emptyLogHasAPosition({ logs: [a, b] }: EventLogUnderTest): Promise<void> {
  const { head, entries, gap } = await a.read('start', 10);
  expect([head.n, entries, gap]).toEqual([0, [], undefined]);
  expect(await b.read(head, 10)).toEqual({ entries: [], start: head, reached: head, head });
  expect((await b.latest(10, { matches: () => true }, 10)).head).toEqual(head);
  const [first] = await b.append(newEvents(1));
  expect(first).toMatchObject({ epoch: head.epoch, n: 1 });
  const page = await a.read(head, 10);
  expect(page.gap).toBeUndefined();
  expect(numbers(page.entries)).toEqual([1]);
  const before = await b.latest(10, { matches: () => true }, 10, { before: head });
  expect(before.entries).toEqual([]);
}

/** A reader that is behind what the log retains must get a gap, and all entries that are left. */
async function trimmedEntriesAreAGap({ logs: [log, other] }: EventLogUnderTest): Promise<void> {
  const [first] = await log.append(newEvents(1));
  const { head: early } = await log.read('start', 1);
  for (const from of range(0, 5)) await other.append(newEvents(500, 2 + from * 500));
  const retained = await everything(log);
  expect(retained.length).toBeGreaterThanOrEqual(MAX_ENTRIES);
  expect(retained.length).toBeLessThanOrEqual(MAX_ENTRIES + SLACK);
  for (const position of [first!, { ...early, n: 0, ms: 0 }]) {
    const page = await log.read(position, 3);
    expect([page.gap, page.start]).toEqual(['trimmed', { ...retained[0]!.position, n: retained[0]!.position.n - 1 }]);
    expect(page.entries).toEqual(retained.slice(0, 3));
    expect(page.head).toEqual(retained.at(-1)!.position);
  }
  const oldest = retained[0]!.position;
  const start = { ...oldest, n: oldest.n - 1 };
  expect(await log.read(start, 3)).toEqual({
    entries: retained.slice(0, 3),
    start,
    reached: retained[2]!.position,
    head: retained.at(-1)!.position,
  });
  expect((await log.read({ ...oldest, n: oldest.n - 2 }, 1)).gap).toBe('trimmed');
}

/** Entries are small or large; the bound on their bytes must hold for both. */
async function bytesAreBounded({ logs: [log, other] }: EventLogUnderTest): Promise<void> {
  const large = range(1, 100).map((n) => newEvent(n, { json: JSON.stringify({ n, text: '🐙'.repeat(15_000) }) }));
  for (const from of range(0, 9)) await other.append(large.slice(from * 10, from * 10 + 10));
  const size = sizeOf(large[0]!);
  const retained = await everything(log);
  expect(retained.reduce((sum, entry) => sum + sizeOf(entry), 0)).toBeLessThanOrEqual(MAX_BYTES);
  expect(retained.length).toBeGreaterThanOrEqual(Math.floor(MAX_BYTES / size) - 1);
  expect(numbers(retained)).toEqual(range(101 - retained.length, 100));
  const page = await log.read({ ...retained[0]!.position, n: 1 }, 1);
  expect([page.gap, numbers(page.entries)]).toEqual(['trimmed', [retained[0]!.position.n]]);
  await log.append(newEvents(50));
  expect((await everything(other)).at(-1)!.position.n).toBe(150);
}

/** An id of another log is no position in this one. */
async function anotherEpochIsAGap({ logs: [log] }: EventLogUnderTest): Promise<void> {
  const positions = await log.append(newEvents(3));
  const { entries, gap, head } = await log.read({ ...positions[1]!, epoch: 'another' }, 2);
  expect([gap, numbers(entries)]).toEqual(['log_lost', [1, 2]]);
  expect(head).toEqual(positions[2]);
  expect((await log.read({ epoch: 'another', ms: 0, n: 0 }, 1)).gap).toBe('log_lost');
}

/** After a failover the same number may belong to another event: a position is in the log only if its whole id is. */
async function lostEntriesAreAGap({ logs: [log] }: EventLogUnderTest): Promise<void> {
  const positions = await log.append(newEvents(3));
  const last = positions[2]!;
  const strangers = [
    { ...last, n: 4 },
    { ...last, ms: last.ms + 1 },
    { ...positions[1]!, ms: positions[1]!.ms - 1 },
    { ...positions[0]!, ms: positions[0]!.ms + 100_000 },
    { ...last, n: 999_999_999_999_999 },
  ];
  for (const stranger of strangers) {
    const page = await log.read(stranger, 2);
    expect([stranger, page.gap, numbers(page.entries)]).toEqual([stranger, 'log_rewound', [1, 2]]);
  }
  for (const position of positions) expect((await log.read(position, 5)).gap).toBeUndefined();
}

function numbersOf(positions: readonly Position[]): number[] {
  return positions.map(({ n }) => n);
}

export const EVENT_LOG_CONTRACT: readonly [claim: string, property: EventLogProperty][] = [
  ['numbers events without holes, each call in one piece', numbersAreConsecutive],
  ['gives entries back as they were', entriesComeBackAsGiven],
  ['keeps no more bytes than it may', bytesAreBounded],
  ['appends a idempotency key once and answers its first position again', idempotencyKeysAreAppendedOnce],
  ['stays where it is when nothing was added', repeatsDoNotMoveTheHead],
  ['appends a idempotency key once although many append it at the same time', idempotencyKeysRace],
  ['is read page by page', pagesCoverTheLog],
  ['has a position before there is an event', emptyLogHasAPosition],
  ['tells a gap where entries were trimmed', trimmedEntriesAreAGap],
  ['tells a gap for a position of another log', anotherEpochIsAGap],
  ['tells a gap for a position that is not in the log', lostEntriesAreAGap],
];
