/** How long a client waits before it reconnects. */
export interface BackoffOptions {
  /** The first window, ms. It doubles with every failure in a row. Default 1,000. */
  readonly baseMs?: number;
  /** The largest window, ms. Default 30,000. */
  readonly capMs?: number;
  /** Returns a number from 0 to 1, as `Math.random` does, which is the default. */
  readonly random?: () => number;
}

/** The longest wait that the service can ask for, ms; a longer one is shortened to this. */
const LONGEST_ASKED_MS = 600_000;

/**
 * Decides how long a client waits before the next attempt: as long as the service asked for, plus a random share of a window
 * that doubles (full jitter). The share keeps clients that lost their connections together from reconnecting together.
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

  /** Returns the next wait, ms. `askedMs` is the value of `retry:`, `retry_ms` or `Retry-After`. */
  next(askedMs = 0): number {
    const window = Math.min(this.#capMs, this.#baseMs * 2 ** Math.min(this.#failures, 30));
    this.#failures += 1;
    return Math.min(Math.max(askedMs, 0), LONGEST_ASKED_MS) + this.#random() * window;
  }

  /** Begins with the first window again, after a connection that lasted. */
  reset(): void {
    this.#failures = 0;
  }
}
