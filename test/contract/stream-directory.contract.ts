import { setImmediate } from 'node:timers/promises';
import { eventually } from '../../cluster/eventually.js';
import { type OpenStream, type OpenStreams } from '../../src/stream-directory/open-stream.js';
import { formatCursor, parseCursor } from '../../src/stream-directory/stream-cursor.js';
import { type ListedStream, type StreamDirectory } from '../../src/stream-directory/stream-directory.interface.js';
import { type StreamQuota, type StreamReservation } from '../../src/stream-directory/stream-quota.interface.js';
import { newStreamId } from '../../src/streaming/stream-id.js';

/** One instance: its own streams, and its directory of the streams of all instances. */
export interface DirectoryInstance {
  readonly name: string;
  readonly streams: Streams;
  readonly directory: StreamDirectory;
  readonly quota: StreamQuota;
}

/** Three instances without streams; the same one three times where instances cannot share a directory. */
export type DirectoryUnderTest = readonly [DirectoryInstance, DirectoryInstance, DirectoryInstance];

/** The position of each instance in the log. */
export const AT = { epoch: 'epoch', ms: 1_000, n: 50 };

type Listener = Parameters<OpenStreams['listen']>[0];

/** The open streams of an instance, opened and closed by hand. */
export class Streams implements OpenStreams {
  readonly streams = new Set<OpenStream>();
  private readonly listeners: Listener[] = [];

  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  open(principal = 'operator', more: Partial<OpenStream> = {}): OpenStream {
    const stream: OpenStream = {
      id: newStreamId(),
      principal,
      openedAt: performance.now(),
      filter: { lists: {} },
      origin: { address: '192.0.2.7', resumes: 0 },
      live: true,
      position: undefined,
      congested: false,
      waitingBytes: 0,
      ...more,
    };
    this.streams.add(stream);
    for (const listener of this.listeners) listener.opened(stream);
    return stream;
  }

  close(stream: OpenStream): void {
    this.streams.delete(stream);
    for (const listener of this.listeners) listener.closed(stream);
  }
}

/** All pages from the first to the last, each with at most `limit` streams. */
export async function allPages(directory: StreamDirectory, limit: number, principal?: string): Promise<ListedStream[]> {
  const all: ListedStream[] = [];
  let cursor: string | undefined;
  do {
    const after = cursor === undefined ? undefined : parseCursor(cursor);
    const page = await directory.list({ limit, principal, after });
    expect(page.streams.length).toBeLessThanOrEqual(limit);
    all.push(...page.streams);
    cursor = page.next && formatCursor(page.next);
  } while (cursor !== undefined);
  return all;
}

/** Waits until `directory` lists exactly these streams. */
export async function lists(directory: StreamDirectory, streams: readonly OpenStream[]) {
  const ids = streams.map(({ id }) => id).sort();
  const look = async () => {
    const all = await allPages(directory, 1_000);
    const same =
      all.length === ids.length &&
      all
        .map(({ id }) => id)
        .sort()
        .every((id, index) => id === ids[index]);
    return same ? all : undefined;
  };
  return eventually(look, { what: `exactly these ${ids.length} streams to be listed` });
}

/** An operator must see who is connected, whichever instance responds. */
async function listsAllInstances(under: DirectoryUnderTest): Promise<void> {
  const opened = under.map(({ streams }, index) =>
    streams.open(`año "${index}"`, {
      filter: { lists: { modules: ['switch', 'hermes'], severities: [] } },
      origin: { address: '2001:db8::7', resumes: index },
    }),
  );
  for (const { directory } of under) await lists(directory, opened);
  const all = await allPages(under[0].directory, 1_000);
  for (const [index, { id }] of opened.entries()) {
    const listed = all.find((one) => one.id === id)!;
    expect(listed).toMatchObject({
      instance: under[index]!.name,
      principal: `año "${index}"`,
      address: '2001:db8::7',
      resumes: index,
      filters: { modules: ['switch', 'hermes'], severities: [] },
      filterNamesLeftOut: 0,
      position: 'epoch-1000-50',
      lag: 0,
      waitingBytes: 0,
    });
    expect(listed.filters.types).toBeUndefined();
    expect(Math.abs(listed.since - Date.now())).toBeLessThan(60_000);
    expect(await under[2].directory.find(id)).toEqual(listed);
  }
  for (const [index, stream] of opened.entries()) under[index]!.streams.close(stream);
  await lists(under[1].directory, []);
  expect(await under[1].directory.find(opened[0]!.id)).toBeUndefined();
}

/** All pages together must show each stream that stays open once, whichever streams open and close meanwhile. */
async function pagesAreStable(under: DirectoryUnderTest): Promise<void> {
  const staying = under.flatMap(({ streams }) => Array.from({ length: 40 }, () => streams.open()));
  const going = under.map(({ streams }) => Array.from({ length: 20 }, () => streams.open()));
  const all = await lists(under[0].directory, [...staying, ...going.flat()]);
  const order = all.map(({ instance, id }) => `${instance} ${id}`);
  expect(order).toEqual([...order].sort());
  const seen: string[] = [];
  let after;
  do {
    const page = await under[1].directory.list({ limit: 7, after });
    seen.push(...page.streams.map(({ id }) => id));
    after = page.next;
    for (const [index, { streams }] of under.entries()) {
      const one = going[index]!.pop();
      if (one) streams.close(one);
    }
  } while (after);
  expect(seen).toHaveLength(new Set(seen).size);
  expect(seen).toEqual(expect.arrayContaining(staying.map(({ id }) => id)));
}

/** An operator who revokes a principal gets the number of streams that this ends. */
async function filtersAndCounts(under: DirectoryUnderTest): Promise<void> {
  const mine = under.flatMap(({ streams }) => [streams.open('a b'), streams.open('a b')]);
  const others = under.flatMap(({ streams }) => [streams.open('a'), streams.open('a b"c'), streams.open('')]);
  await lists(under[0].directory, [...mine, ...others]);
  const listed = await allPages(under[1].directory, 4, 'a b');
  expect(listed.map(({ id }) => id).sort()).toEqual(mine.map(({ id }) => id).sort());
  const counted = async () => ((await under[2].directory.count('a b')) === 6 ? true : undefined);
  await eventually(counted, { what: 'six streams to be counted' });
  expect(await under[2].directory.count('a b"c')).toBe(3);
  expect(await under[2].directory.count('nobody')).toBe(0);
  expect(await allPages(under[2].directory, 4, 'nobody')).toEqual([]);
}

/** Operators look for clients that do not read, so the directory must show them. */
async function tellsWhoIsBehind(under: DirectoryUnderTest): Promise<void> {
  const joining = under[0].streams.open('operator', { live: false, position: { ...AT, n: 20 }, waitingBytes: 300 });
  const slow = under[1].streams.open('operator', { congested: true, waitingBytes: 70_000 });
  const lost = under[2].streams.open('operator', { live: false });
  await lists(under[0].directory, [joining, slow, lost]);
  const progress = async ({ id }: OpenStream) => {
    const { position, lag, waitingBytes } = (await under[0].directory.find(id))!;
    return { position, lag, waitingBytes };
  };
  expect(await progress(joining)).toEqual({ position: 'epoch-1000-20', lag: 30, waitingBytes: 300 });
  expect(await progress(slow)).toEqual({ position: 'epoch-1000-50', lag: 0, waitingBytes: 70_000 });
  expect(await progress(lost)).toEqual({ position: null, lag: null, waitingBytes: 0 });
}

/** A filter may have three hundred names: the store must not keep them all for each of twenty thousand streams. */
async function longFiltersAreShortened(under: DirectoryUnderTest): Promise<void> {
  const names = Array.from({ length: 100 }, (_, index) => `${index}`.padStart(64, 'm'));
  const stream = under[0].streams.open('operator', { filter: { lists: { modules: names, types: names } } });
  const [listed] = await lists(under[1].directory, [stream]);
  const shown = [...(listed!.filters.modules ?? []), ...(listed!.filters.types ?? [])];
  expect(shown.length + listed!.filterNamesLeftOut).toBe(200);
  expect(shown.join().length).toBeLessThan(2_000);
  expect(listed!.filters.modules).toEqual(names.slice(0, listed!.filters.modules!.length));
}

/** Two instances together must not exceed the limit. */
async function limitsAreExact(under: DirectoryUnderTest): Promise<void> {
  const race = async (count: number, max: number) => {
    const asked = Array.from({ length: count }, (_, index) => under[index % 3]!.quota.reserve('jwt:"x"', max));
    return (await Promise.all(asked)).filter((place): place is StreamReservation => place !== undefined);
  };
  const places = await race(90, 10);
  expect(places).toHaveLength(10);
  expect(await race(9, 10)).toEqual([]);
  expect(await under[0].quota.reserve('jwt:"', 1)).toBeDefined();
  for (const place of places.slice(0, 4)) place.release();
  for (const place of places.slice(0, 4)) place.release();
  const again: StreamReservation[] = [];
  const refilled = async () => {
    again.push(...(await race(6, 10)));
    return again.length >= 4 || undefined;
  };
  await eventually(refilled, { what: 'the places that were given back' });
  await setImmediate();
  expect(again).toHaveLength(4);
  expect(await race(9, 10)).toEqual([]);
}

/** A stream that is resumed, at whichever instance, takes the place of the older one: it needs no further place, and leaves none. */
async function placesAreTakenOver(under: DirectoryUnderTest): Promise<void> {
  const reserve = (index: number, predecessor?: string, principal = 'jwt:"x"') =>
    under[index]!.quota.reserve(principal, 2, predecessor);
  const [older, other] = [(await reserve(0))!, (await reserve(1))!];
  expect(await reserve(2)).toBeUndefined();
  // Only a place that its own principal has is one to take over.
  expect(await reserve(2, 'unknown')).toBeUndefined();
  const theirs = (await reserve(2, older.name, 'another'))!;
  expect(await reserve(2, theirs.name)).toBeUndefined();
  const between = (await reserve(2, older.name))!;
  // A browser may come twice before its first stream has ended.
  const newer = (await reserve(1, between.name))!;
  expect(new Set([older, between, newer].map(({ name }) => name)).size).toBe(3);
  // The older streams end after that, and give back what they do not have any more.
  for (const place of [older, between]) place.release();
  await setImmediate();
  expect(await reserve(0)).toBeUndefined();
  expect(await reserve(0, older.name)).toBeUndefined();
  // However many requests name one place, one of them takes it over, also before its stream has ended.
  const race = await Promise.all(Array.from({ length: 9 }, (_, index) => reserve(index % 3, newer.name)));
  expect(race.filter(Boolean)).toHaveLength(1);
  expect(await reserve(1)).toBeUndefined();
  for (const place of [newer, other]) place.release();
  const free = () => reserve(1);
  expect(await eventually(free, { what: 'the place that was given back' })).toBeDefined();
  expect(await reserve(2)).toBeUndefined();
}

export const STREAM_DIRECTORY_CONTRACT: readonly [string, (under: DirectoryUnderTest) => Promise<void>][] = [
  ['lists and finds the streams of all instances, and none that is over', listsAllInstances],
  ['shows each stream that stays open once, whatever opens and closes while pages are turned', pagesAreStable],
  ['filters and counts by principal', filtersAndCounts],
  ['tells which streams are behind, and how far', tellsWhoIsBehind],
  ['shows the beginning of a long filter, and how much it leaves out', longFiltersAreShortened],
  ['lets a principal have as many places as it may, to the number', limitsAreExact],
  ['lets a stream that is resumed take over one place, and no further one', placesAreTakenOver],
];
