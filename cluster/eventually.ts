import { setTimeout as delay } from 'node:timers/promises';

export interface Patience {
  /** What is waited for; named in the error. */
  what: string;
  /** Milliseconds until it gives up; 15,000 by default. */
  timeoutMs?: number;
  /** Milliseconds between two looks; 20 by default. */
  everyMs?: number;
}

/**
 * Calls `look` again and again until it returns something other than `undefined`, and returns that.
 * An error of `look` ends the wait. Throws when the time is up.
 */
export async function eventually<T>(
  look: () => Promise<T | undefined> | T | undefined,
  patience: Patience,
): Promise<T> {
  const { what, timeoutMs = 15_000, everyMs = 20 } = patience;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
    await delay(everyMs);
  }
}
