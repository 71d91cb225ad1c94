import { Backoff } from './backoff.js';
import { type FollowOptions } from './follow-options.js';
import { Interruption } from './interruption.js';
import { RefusedError } from './refused-error.js';
import { sleep } from './sleep.js';
import { StreamLink } from './stream-link.js';
import { type StreamItem } from './stream-item.js';

/**
 * Follows the event stream for as long as it takes: asks for a token, opens, watches for silence, and after any interruption
 * comes back and resumes where it was. Every event is delivered once and in order; where the service could not vouch for
 * that, a `gap` says so first. Nothing is read ahead of the loop that consumes the items.
 *
 * Ends when `signal` aborts, when the loop is left, and after a `goodbye` with `reconnect: false`.
 * @throws RefusedError when trying again is pointless.
 */
export async function* followEvents(options: FollowOptions): AsyncGenerator<StreamItem, void, undefined> {
  const { signal, onState } = options;
  const backoff = new Backoff(options.backoff);
  const link = new StreamLink(options);
  try {
    while (!signal?.aborted) {
      onState?.({ state: 'connecting' });
      let interruption: Interruption;
      try {
        let open = false;
        for await (const item of link.connect()) {
          if (!open) onState?.({ state: 'open' });
          open = true;
          backoff.reset();
          yield item;
          if (item.kind === 'goodbye' && !item.reconnect) return;
        }
        return;
      } catch (error) {
        if (signal?.aborted) return;
        interruption = passing(error, link.established);
      }
      const delayMs = backoff.next(interruption.askedMs);
      onState?.({ state: 'waiting', delayMs, interruption });
      await sleep(delayMs, signal);
    }
  } finally {
    onState?.({ state: 'closed' });
  }
}

/** The interruption that `error` is, or may be; throws what is final. */
function passing(error: unknown, established: boolean): Interruption {
  if (error instanceof Interruption) return error;
  if (error instanceof RefusedError && error.kind === 'not_the_service' && established) {
    return new Interruption('protocol', undefined, { problem: error.problem, cause: error });
  }
  throw error;
}
