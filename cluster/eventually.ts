import { setTimeout as delay } from 'node:timers/promises';

/** What `eventually` waits for, and how long. */
export interface Wait {
  /** What is waited for, for the error message. */
  what: string;
  /** The longest wait, ms; 15,000 if absent. */
  timeoutMs?: number;
  /** The time between two calls, ms; 20 if absent. */
  everyMs?: number;
}

/**
 * Calls `look` until it returns a value other than `undefined`, and returns that value.
 * @throws what `look` throws, or an error after `timeoutMs`
 */
export async function eventually<T>(look: () => Promise<T | undefined> | T | undefined, wait: Wait): Promise<T> {
  const { what, timeoutMs = 15_000, everyMs = 20 } = wait;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
    await delay(everyMs);
  }
}
