import { Backoff } from '#client';
import { INTERRUPTED_GRACE_MS, MAX_UNCERTAIN_MS } from './limits.js';

/** How long one batch is tried again. */
export class Patience {
  readonly #backoff = new Backoff({ baseMs: 250, capMs: 10_000 });
  readonly #begun = performance.now();
  #uncertainSince: number | undefined;

  /** @param limitMs 0 for no limit. @param interrupted shortens the limit to a few seconds. */
  constructor(
    readonly limitMs: number,
    readonly interrupted: AbortSignal,
  ) {}

  /** Whether the batch may have been written by one of the failed attempts. */
  get uncertain(): boolean {
    return this.#uncertainSince !== undefined;
  }

  /**
   * Milliseconds to wait before the next attempt; undefined when there should be none. An attempt that may have been
   * written must not be repeated after the service has forgotten its ids.
   */
  next(askedMs: number | undefined, applied: 'no' | 'unknown'): number | undefined {
    const now = performance.now();
    if (applied === 'unknown') this.#uncertainSince ??= now;
    const wait = this.#backoff.next(askedMs);
    const limit = this.interrupted.aborted ? INTERRUPTED_GRACE_MS : this.limitMs;
    if (limit > 0 && now + wait - this.#begun > limit) return undefined;
    if (this.#uncertainSince !== undefined && now + wait - this.#uncertainSince > MAX_UNCERTAIN_MS) return undefined;
    return wait;
  }
}
