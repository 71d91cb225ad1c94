export interface BackoffOptions {
  /** First window in milliseconds; it doubles with every failure in a row. Default 1,000. */
  readonly baseMs?: number;
  /** Largest window in milliseconds. Default 30,000. */
  readonly capMs?: number;
  /** A number from 0 to 1, as `Math.random` gives it. */
  readonly random?: () => number;
}

/** No wait the service asks for is honoured beyond this: 10 minutes. */
const LONGEST_ASKED_MS = 600_000;

/**
 * How long to wait before the next attempt: never less than the service asked for, and on top of that a random share of
 * a window that doubles (full jitter), so that clients which were cut together do not come back together.
 */
export class Backoff {
  readonly #baseMs: number;
  readonly #capMs: number;
  readonly #random: () => number;
  #failures = 0;

  constructor({ baseMs = 1_000, capMs = 30_000, random = Math.random }: BackoffOptions = {}) {
    this.#baseMs = baseMs;
    this.#capMs = capMs;
    this.#random = random;
  }

  /** Milliseconds to wait now. `askedMs` is what `retry:`, `retry_ms` or `Retry-After` said. */
  next(askedMs = 0): number {
    const window = Math.min(this.#capMs, this.#baseMs * 2 ** Math.min(this.#failures, 30));
    this.#failures += 1;
    return Math.min(Math.max(askedMs, 0), LONGEST_ASKED_MS) + this.#random() * window;
  }

  /** Something was delivered: the next failure is a first one. */
  reset(): void {
    this.#failures = 0;
  }
}
