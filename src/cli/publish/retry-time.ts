import { Backoff } from '#client';
import { INTERRUPTED_GRACE_MS, MAX_UNCERTAIN_MS } from './limits.js';

/** Decides when one batch is sent again, and when no more. */
export class RetryTime {
  readonly #backoff = new Backoff({ baseMs: 250, capMs: 10_000 });
  readonly #begun = performance.now();
  #uncertainSince: number | undefined;

  /**
   * @param limitMs 0: no limit
   * @param interrupted shortens the limit to `INTERRUPTED_GRACE_MS`
   */
  constructor(
    readonly limitMs: number,
    readonly interrupted: AbortSignal,
  ) {}

  /** Whether one of the failed attempts may have published the batch. */
  get uncertain(): boolean {
    return this.#uncertainSince !== undefined;
  }

  /**
   * Returns the wait before the next attempt, ms; undefined if there must be none. A batch that may have been published is not
   * sent again once the service no longer knows its ids.
   * @param askedMs the `Retry-After` of the service
   * @param applied whether the last attempt may have published the batch
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
