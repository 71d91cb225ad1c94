import { type FollowOptions } from '../follow-options.js';
import { Interruption } from '../interruption.js';
import { type PageLife } from '../page-life.js';
import { SilenceWatch } from '../silence-watch.js';
import { sleep, type Wait } from '../sleep.js';
import { type StreamItem } from '../stream-item.js';
import { type StreamLink } from '../stream-link.js';
import { hasMore, LIMIT } from './has-more.js';
import { itemsOf, snapshotOf } from './polled-items.js';
import { type HistoryPage, readHistory } from './read-history.js';
import { StreamAttempt } from './stream-attempt.js';

/** In heartbeats: between two calls; until the stream is tried again for the first time, and at most. */
const PAUSE = 0.25;
const FIRST_TRY = 4;
const LONGEST_TRY = 40;
/** In heartbeats: the longest wait for a response, and after the page woke up. */
const SILENT = 2.5;
const WAKING = 1.25;

/**
 * Reads the history every quarter of a heartbeat and yields what a stream would: a snapshot if there is no position yet, events, and
 * gaps. Beside it tries the stream again, each time after twice as long, and at once when the page wakes up. Returns the stream when
 * its first bytes have arrived or it was refused; undefined when the page is paused or the reader stops.
 *
 * @throws RefusedError, Interruption
 */
export async function* poll(
  options: FollowOptions,
  link: StreamLink,
  life: PageLife,
): AsyncGenerator<StreamItem, AsyncIterable<StreamItem> | undefined, undefined> {
  const { heartbeatMs = 8_000, snapshot = 5 } = options;
  const { signal } = life;
  const wait: Wait = { signal, onWake: () => undefined };
  let tries = FIRST_TRY;
  let next = performance.now() + tries * heartbeatMs;
  let attempt: StreamAttempt | undefined;
  life.woke = false;
  life.onWake = () => {
    wait.onWake();
    attempt?.onWake();
  };
  try {
    while (!signal.aborted) {
      if (attempt?.outcome === 'over') {
        const stream = attempt;
        attempt = undefined;
        life.onWake = () => stream.onWake();
        return stream.items();
      }
      if (attempt?.outcome === 'held') {
        attempt = undefined;
        tries = Math.min(tries * 2, LONGEST_TRY);
        next = performance.now() + tries * heartbeatMs;
      }
      if (life.woke) tries = FIRST_TRY;
      if (life.woke || performance.now() >= next) attempt ??= new StreamAttempt(link, signal);
      life.woke = false;
      const { position } = link;
      const page = await read(options, position, wait).catch((error: unknown) => {
        if (attempt?.outcome !== 'over') throw error;
      });
      if (page === undefined) continue;
      yield* position === '' ? snapshotOf(page, link, snapshot) : itemsOf(page, link);
      if (!life.woke && !hasMore(page, position)) {
        const pause = sleep(PAUSE * heartbeatMs, wait);
        await (attempt ? Promise.race([pause, attempt.decided]) : pause);
      }
    }
    return undefined;
  } finally {
    attempt?.close();
  }
}

async function read(options: FollowOptions, after: string, wait: Wait): Promise<HistoryPage> {
  const { baseUrl, credential = '', filter, snapshot = 5, heartbeatMs = 8_000, fetch } = options;
  const limit = after === '' ? Math.max(1, snapshot) : LIMIT;
  const watch = new SilenceWatch(SILENT * heartbeatMs, wait.signal);
  wait.onWake = () => watch.hurry(WAKING * heartbeatMs);
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
