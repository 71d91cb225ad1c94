import { setTimeout as delay } from 'node:timers/promises';

/** What `eventually` waits for, and how long. */
export interface Wait {
  /** What is waited for, for the error message. */
  what: string;
  /** The longest wait, ms; 60,000 if absent: for a machine that is busy with other work. */
  timeoutMs?: number;
  /** The shortest time between two calls, ms; 20 if absent. */
  everyMs?: number;
}

/** What is late anyway is looked for less often: a twentieth of the wait so far, at most 200 ms. Looking costs whom it looks at. */
const PATIENCE = { part: 1 / 20, mostMs: 200 };

/**
 * Calls `look` until it returns a value other than `undefined`, and returns that value.
 * @throws what `look` throws, or an error after `timeoutMs`
 */
export async function eventually<T>(look: () => Promise<T | undefined> | T | undefined, wait: Wait): Promise<T> {
  const { what, timeoutMs = 60_000, everyMs = 20 } = wait;
  const start = performance.now();
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    const waited = performance.now() - start;
    if (waited > timeoutMs) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
    await delay(Math.max(everyMs, Math.min(waited * PATIENCE.part, PATIENCE.mostMs)));
  }
}
