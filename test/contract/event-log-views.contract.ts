import { eventually } from '../../cluster/eventually.js';
import { type EventFields, type EventFilter, type NewEvent } from '../../src/event-log/event-log.interface.js';
import { type Position } from '../../src/event-log/position.js';
import { type EventLogProperty, type EventLogUnderTest, MAX_ENTRIES } from './event-log.contract.js';
import { everything, EVERYTHING, newEvent, newEvents, numbers, range } from './support/events.js';
import { RecordedTail } from './support/recorded-tail.js';

/** A snapshot shows the newest events, and only those that its stream may show. */
async function latestFilters({ logs: [log] }: EventLogUnderTest): Promise<void> {
  const severities = ['info', 'warn', 'error'];
  const events = range(1, 1_200).map((n): NewEvent => newEvent(n, { severity: severities[n % 3]! }));
  const head = (await log.append(events)).at(-1)!;
  const warnings = { matches: ({ severity }: EventFields) => severity === 'warn' };
  const page = await log.latest(4, warnings, 1_200);
  expect(numbers(page.entries)).toEqual([1_189, 1_192, 1_195, 1_198]);
  expect(page.head).toEqual(head);
  expect(numbers((await log.latest(1_200, EVERYTHING, 700)).entries)).toEqual(range(501, 1_200));
  expect(numbers((await log.latest(10, warnings, 6)).entries)).toEqual([1_195, 1_198]);
  expect(numbers((await log.latest(5_000, EVERYTHING, 5_000)).entries)).toEqual(range(1, 1_200));
  expect((await log.latest(10, { matches: () => false }, 5_000)).entries).toEqual([]);
  expect((await log.latest(0, EVERYTHING, 100)).entries).toEqual([]);
}

/** Who scrolls back must see every event, once, up to the oldest, whatever was read by the filter before. */
async function latestGoesBack({ logs: [log] }: EventLogUnderTest): Promise<void> {
  const modules = ['madre', 'switch'];
  const positions = await log.append(range(1, 30).map((n) => newEvent(n, { module: modules[n % 2]! })));
  const even = { matches: ({ module }: EventFields) => module === 'madre' };
  const read = async (before: Position, limit: number, filter: EventFilter = EVERYTHING, scan = 100) =>
    numbers((await log.latest(limit, filter, scan, { before })).entries);
  expect(await read(positions[29]!, 4)).toEqual(range(26, 29));
  expect(await read(positions[3]!, 10)).toEqual([1, 2, 3]);
  expect(await read(positions[0]!, 10)).toEqual([]);
  expect(await read(positions[20]!, 10, EVERYTHING, 2)).toEqual([19, 20]);
  expect(await read(positions[20]!, 2, even)).toEqual([18, 20]);
  expect(await read({ ...positions[20]!, epoch: 'another' }, 10)).toEqual([]);
  // Where nothing passed, it is told how far the log was looked through, unless it was to its beginning.
  const none = { matches: () => false };
  const scanned = async (before: Position, scan: number) => (await log.latest(5, none, scan, { before })).scannedTo;
  expect(await scanned(positions[20]!, 4)).toEqual(positions[16]);
  expect(await scanned(positions[20]!, 100)).toBeUndefined();
  expect((await log.latest(5, none, 4)).scannedTo).toBeUndefined();
}

/** A stream goes on after the head of its snapshot: an entry newer than that would be shown twice. */
async function latestEndsAtItsHead({ logs: [log, publisher] }: EventLogUnderTest): Promise<void> {
  let publishing = true;
  const publish = async () => {
    for (let n = 0; publishing; n++) await publisher.append(newEvents(3, n * 3));
  };
  const published = publish();
  const pages = [];
  for (let look = 0; look < 150; look++) pages.push(await log.latest(5, EVERYTHING, 100));
  publishing = false;
  await published;
  const torn = pages.find(({ entries, head }) => entries.length > 0 && entries.at(-1)!.position.n !== head.n);
  expect(torn && { newest: torn.entries.at(-1)!.position, head: torn.head }).toBeUndefined();
}

/** Entries have any size: a read that is bounded only by their number may return a hundred megabytes. */
async function pagesAreBoundedInBytes({ logs: [log] }: EventLogUnderTest): Promise<void> {
  const large = (label: number) => newEvent(label, { json: JSON.stringify({ label, pad: 'ñ'.repeat(5_000) }) });
  const bytes = 3 * Buffer.byteLength(large(1).json);
  await log.append(range(1, 9).map(large));
  const { head, entries } = await log.read('start', 100, { bytes });
  expect(numbers(entries)).toEqual([1, 2, 3]);
  const next = await log.read(entries.at(-1)!.position, 100, { bytes });
  expect([numbers(next.entries), next.reached.n, next.gap]).toEqual([[4, 5, 6], 6, undefined]);
  expect(numbers((await log.read(next.reached, 100, { bytes: bytes - 1 })).entries)).toEqual([7, 8]);
  expect(numbers((await log.read(next.reached, 100, { bytes: 1 })).entries)).toEqual([7]);
  const newest = await log.latest(100, EVERYTHING, 100, { bytes });
  expect([numbers(newest.entries), newest.head]).toEqual([[7, 8, 9], head]);
  expect(numbers((await log.latest(100, EVERYTHING, 100, { bytes: 1 })).entries)).toEqual([9]);
}

/** A reader with a filter must get exactly the entries that pass, and the position up to which the log was read, to go on from there. */
async function readsFilter({ logs: [log] }: EventLogUnderTest): Promise<void> {
  const modules = ['madre', 'switch', 'hermes'];
  const positions = await log.append(range(1, 60).map((n) => newEvent(n, { module: modules[n % 3]! })));
  const filter = { matches: ({ module }: EventFields) => module === 'hermes' };
  const read = async (after: Position | 'start', limit: number, bytes?: number) => {
    const { entries, reached, gap } = await log.read(after, limit, { filter, ...(bytes && { bytes }) });
    return [numbers(entries), reached.n, gap];
  };
  expect(await read('start', 3)).toEqual([[2, 5, 8], 8, undefined]);
  expect(await read(positions[7]!, 100)).toEqual([range(3, 19).map((n) => 3 * n + 2), 60, undefined]);
  expect(await read(positions[58]!, 100)).toEqual([[], 60, undefined]);
  expect(await read(positions[59]!, 100)).toEqual([[], 60, undefined]);
  const [first, reached] = await read(positions[7]!, 100, 1);
  expect([first, Number(reached) >= 11 && Number(reached) < 14]).toEqual([[11], true]);
  expect(await read({ ...positions[7]!, epoch: 'another' }, 2)).toEqual([[2, 5], 5, 'log_lost']);
}

/** The tail feeds all streams of an instance: it must deliver every event of every publisher, once, in order. */
async function tailGivesEverything({ logs }: EventLogUnderTest): Promise<void> {
  const tail = new RecordedTail(logs[0]);
  const at = await tail.begun();
  const calls = await Promise.all(range(1, 60).map((size) => logs[size % 2]!.append(newEvents(size))));
  const last = calls.flat().reduce((a, b) => (a.n > b.n ? a : b));
  await tail.reach(last);
  await tail.stop();
  expect([tail.faults, tail.gaps]).toEqual([[], []]);
  expect(at.n).toBe(0);
  expect(tail.entries).toEqual(await everything(logs[1]));
}

/** An instance that starts must be able to show recent events without a read of the log for every stream. */
async function tailStartsWithThePast({ logs: [log, publisher] }: EventLogUnderTest): Promise<void> {
  await publisher.append(newEvents(900));
  await publisher.append(newEvents(300, 901));
  const tail = new RecordedTail(log);
  const [next] = await publisher.append(newEvents(1, 1_201));
  await tail.reach(next!);
  await tail.stop();
  expect([tail.faults, tail.gaps]).toEqual([[], []]);
  expect(tail.startedAt!.n).toBeGreaterThanOrEqual(200);
  expect(tail.startedAt!.n).toBeLessThanOrEqual(201);
  expect(numbers(tail.entries)).toEqual(range(tail.startedAt!.n + 1, 1_201));
}

/** The very first event must reach the streams that wait for it, even if it comes while the tail is being set up. */
async function tailMissesNothingAtItsStart({ logs: [log] }: EventLogUnderTest): Promise<void> {
  const tail = new RecordedTail(log);
  const [first] = await log.append(newEvents(1));
  await tail.reach(first!);
  await tail.stop();
  expect(numbers(tail.entries)).toEqual([1]);
}

/** Readiness depends on this report: "up to date" while an entry is missing would hide a stuck instance. */
async function tailSaysWhenItHasEverything({ logs: [log, publisher] }: EventLogUnderTest): Promise<void> {
  const tail = new RecordedTail(log);
  await tail.upToDateAgain();
  for (const round of range(1, 5)) {
    const before = tail.upToDateAt.length;
    const positions = await publisher.append(newEvents(100, round * 100));
    await tail.reach(positions.at(-1)!);
    if (tail.upToDateAt.length === before) await tail.upToDateAgain();
  }
  await publisher.append(newEvents(1_500));
  await eventually(() => tail.upToDateAt.includes(2_000) || undefined, { what: 'the tail to have all' });
  await tail.stop();
  expect(tail.faults).toEqual([]);
  // Each call was appended as a whole, so the head of the log was always the end of a call.
  expect(tail.upToDateAt.filter((n) => n % 100 !== 0 || (n > 500 && n < 2_000))).toEqual([]);
}

/** A burst larger than what the log retains must be reported as a gap, not lost in silence. */
async function tailTellsWhatWasTrimmed({ logs: [log, publisher] }: EventLogUnderTest): Promise<void> {
  const tail = new RecordedTail(log);
  await tail.begun();
  const positions = await publisher.append(newEvents(3 * MAX_ENTRIES));
  await tail.reach(positions.at(-1)!);
  await tail.stop();
  expect(tail.faults).toEqual([]);
  expect(tail.gaps.map(({ reason }) => reason)).toEqual(['trimmed']);
  expect(tail.entries).toEqual(await everything(publisher));
}

/** A tail that was stopped must deliver nothing more: its streams are gone. */
async function tailEndsWhenAborted({ logs: [log] }: EventLogUnderTest): Promise<void> {
  const tail = new RecordedTail(log);
  await tail.upToDateAgain();
  await tail.abort();
  const next = new RecordedTail(log);
  const [first] = await log.append(newEvents(1));
  await next.reach(first!);
  await next.stop();
  expect(tail.entries).toEqual([]);
  expect([...tail.faults, ...next.faults]).toEqual([]);
}

export const EVENT_LOG_VIEWS_CONTRACT: readonly [claim: string, property: EventLogProperty][] = [
  ['answers the newest entries that pass a filter', latestFilters],
  ['goes back from a position to the oldest entry', latestGoesBack],
  ['answers no entry newer than the head that comes with it', latestEndsAtItsHead],
  ['answers no more bytes than it is asked for, but one entry', pagesAreBoundedInBytes],
  ['answers what passes a filter, and how far it came', readsFilter],
  ['gives its tail everything, once, in order', tailGivesEverything],
  ['starts its tail with the newest thousand', tailStartsWithThePast],
  ['gives its tail what is appended while it starts', tailMissesNothingAtItsStart],
  ['says when the tail has everything', tailSaysWhenItHasEverything],
  ['tells the tail what was trimmed under it', tailTellsWhatWasTrimmed],
  ['leaves an aborted tail in peace', tailEndsWhenAborted],
];
