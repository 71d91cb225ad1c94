import { Backoff } from './backoff.js';
import { type FollowOptions } from './follow-options.js';
import { Interruption } from './interruption.js';
import { PageLife } from './page-life.js';
import { RefusedError } from './refused-error.js';
import { sleep } from './sleep.js';
import { StreamLink } from './stream-link.js';
import { type StreamItem } from './stream-item.js';

/**
 * Follows the event stream: has a token issued, opens the stream, reconnects after every interruption and resumes after the last
 * position. Delivers every event once and in order; an item of kind `gap` tells where events may be missing. Reads nothing
 * before the loop asks for the next item.
 *
 * Ends when `signal` aborts, when the loop is left, and after a `goodbye` with `reconnect: false`.
 * @throws RefusedError if another attempt cannot succeed
 */
export async function* followEvents(options: FollowOptions): AsyncGenerator<StreamItem, void, undefined> {
  // A page that is older than the deployment may ask for a file that is gone. Then it has a stream of its own.
  const sharing = options.share && (await import('./sharing/share-events.js').catch(() => undefined));
  if (sharing) return yield* sharing.shareEvents(options, followEvents);
  const { signal, onState } = options;
  const backoff = new Backoff(options.backoff);
  const link = new StreamLink(options);
  const life = new PageLife(options.pauseWhenHiddenMs, signal);
  let delayMs = 0;
  /** The stream that was opened while events were polled. */
  let opened: AsyncIterable<StreamItem> | undefined;
  try {
    while (!signal?.aborted) {
      if (life.paused) {
        onState?.({ state: 'paused' });
        await life.resumed();
        continue;
      }
      if (opened === undefined) onState?.({ state: 'connecting' });
      // A new one follows each pause.
      const attempt = life.signal;
      let interruption: Interruption;
      let openedAt: number | undefined;
      try {
        const stream = opened ?? link.connect(life);
        opened = undefined;
        for await (const item of stream) {
          if (openedAt === undefined) onState?.({ state: 'open' });
          openedAt ??= performance.now();
          yield item;
          if (item.kind === 'goodbye' && !item.reconnect) return;
        }
        return;
      } catch (error) {
        if (signal?.aborted) return;
        if (attempt.aborted) continue;
        interruption = interruptionOf(error, link.established);
      }
      if (interruption.reason === 'buffered' && options.credential !== undefined) {
        onState?.({ state: 'polling', interruption });
        try {
          const { poll } = await loadPolling();
          opened = yield* poll(options, link, life);
          continue;
        } catch (error) {
          if (signal?.aborted) return;
          if (attempt.aborted) continue;
          // What holds back the stream may respond in place of the history too. The token shows that the service is there.
          if (!isNotTheService(error)) interruption = interruptionOf(error, true);
        }
      }
      // A service that fails soon after each start must not be asked again at once each time.
      const lasted = openedAt !== undefined && performance.now() - openedAt >= delayMs;
      if (lasted || life.woke) backoff.reset();
      life.woke = false;
      const { reason, askedMs } = interruption;
      delayMs = backoff.next(askedMs);
      onState?.({ state: 'waiting', delayMs, interruption });
      // The `retry:` of a connection that broke is no answer to a client that is back.
      await sleep(delayMs, life, reason === 'cut' || reason === 'ended' ? 0 : askedMs);
    }
  } finally {
    life.close();
    onState?.({ state: 'closed' });
  }
}

/** Loads what polls. A page that is older than the deployment may ask for a file that is gone. @throws Interruption */
function loadPolling() {
  return import('./polling/poll.js').catch((cause: unknown) => {
    throw new Interruption('buffered', undefined, { cause });
  });
}

/** Returns `error` as an interruption, after which the client reconnects; throws an error that ends the iteration. */
function interruptionOf(error: unknown, established: boolean): Interruption {
  if (error instanceof Interruption) return error;
  if (isNotTheService(error) && established) {
    return new Interruption('protocol', undefined, { problem: error.problem, cause: error });
  }
  throw error;
}

function isNotTheService(error: unknown): error is RefusedError {
  return error instanceof RefusedError && error.kind === 'not_the_service';
}
