import { setTimeout as wait } from 'node:timers/promises';

/** The shortest time between two calls, ms. */
const SHORTEST_MS = 100;

/**
 * Yields how many events to publish now, so that there are `perSecond`, until the signal aborts. Time that the caller lost is not
 * made up for: after a stall there is no flood.
 */
export async function* pace(perSecond: number, until: AbortSignal): AsyncGenerator<number> {
  const ms = Math.max(1_000 / perSecond, SHORTEST_MS);
  let owed = 0;
  let next = performance.now();
  while (!until.aborted) {
    owed += (perSecond * ms) / 1_000;
    // A tenth that is not exact in binary must not delay an event by a whole turn.
    const count = Math.floor(owed + 1e-9);
    owed -= count;
    if (count > 0) yield count;
    next = Math.max(next + ms, performance.now());
    await wait(next - performance.now(), undefined, { signal: until }).catch(() => undefined);
  }
}
