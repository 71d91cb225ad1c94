import { type FollowOptions } from '../follow-options.js';
import { Interruption } from '../interruption.js';
import { type PageLife } from '../page-life.js';
import { SilenceWatch } from '../silence-watch.js';
import { sleep } from '../sleep.js';
import { type StreamItem } from '../stream-item.js';
import { type StreamLink } from '../stream-link.js';
import { type HistoryPage, readHistory } from './read-history.js';

/** The most events of one call. */
const LIMIT = 200;
/** In heartbeats: between two calls; until the stream is tried again for the first time, and at most; the longest wait for a response. */
const PAUSE = 0.25;
const FIRST_TRY = 4;
const LONGEST_TRY = 40;
const SILENT = 2.5;

/**
 * Reads the history every quarter of a heartbeat and yields what a stream would: a snapshot if there is no position yet, events, and
 * gaps. Ends when the stream is to be tried again, and when the page wakes up or is paused.
 *
 * The position of `link` moves once all events of a call are yielded. Until then the events have the position before them.
 * @param times how often this was done since a stream last worked; each time it takes twice as long
 * @throws RefusedError, Interruption
 */
export async function* poll(
  options: FollowOptions,
  link: StreamLink,
  life: PageLife,
  times: number,
): AsyncGenerator<StreamItem, void, undefined> {
  const { heartbeatMs = 8_000, snapshot = 5 } = options;
  const end = performance.now() + Math.min(FIRST_TRY * 2 ** times, LONGEST_TRY) * heartbeatMs;
  const { signal } = life;
  life.woke = false;
  do {
    const { position } = link;
    const page = await read(options, position, signal, SILENT * heartbeatMs);
    yield* position === '' ? [snapshotOf(page, snapshot)] : itemsOf(page, position);
    link.moveTo(page.last_event_id, Boolean(page.gap));
    if (page.events.length < LIMIT) await sleep(PAUSE * heartbeatMs, life);
  } while (performance.now() < end && !life.woke && !signal.aborted);
}

async function read(options: FollowOptions, after: string, outer: AbortSignal, silentMs: number): Promise<HistoryPage> {
  const { baseUrl, credential = '', filter, snapshot = 5, fetch } = options;
  const limit = after === '' ? Math.max(1, snapshot) : LIMIT;
  const watch = new SilenceWatch(silentMs, outer);
  const { signal } = watch;
  try {
    const value = typeof credential === 'function' ? await watch.within(Promise.resolve(credential())) : credential;
    return await watch.within(readHistory({ baseUrl, credential: value, filter, after, limit, signal, fetch }));
  } catch (error) {
    throw watch.silent ? new Interruption('silent', undefined, { cause: error }) : error;
  } finally {
    watch.close();
  }
}

function snapshotOf({ events, last_event_id: position }: HistoryPage, most: number): StreamItem {
  return { kind: 'snapshot', position, events: most === 0 ? [] : events };
}

function* itemsOf({ events, gap, last_event_id: last }: HistoryPage, before: string): Generator<StreamItem> {
  if (gap) {
    const { reason, missed_from: missedFrom, resumed_at: resumedAt } = gap;
    yield { kind: 'gap', position: before, reason, missedFrom, resumedAt };
  }
  const final = events.at(-1);
  for (const event of events) yield { kind: 'event', position: event === final ? last : before, event };
}
