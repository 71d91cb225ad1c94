/** How often the client looks at the clock, ms. */
const TICK_MS = 2_000;
/** A timer that is late by more than this means that the machine slept, ms. */
const LATE_MS = 5_000;
/** The longest wait of a timer, ms. */
const LONGEST_MS = 2 ** 31 - 1;

/** What is used of a browser. Node has neither. */
interface Surroundings extends Partial<EventTarget> {
  readonly document?: EventTarget & { readonly hidden: boolean };
}

const surroundings = globalThis as unknown as Surroundings;

/**
 * What happens to the page in which the client runs: it wakes up, or it is hidden for long. It wakes up when the network is back,
 * when it becomes visible, and when the machine has slept. Outside of a browser nothing of this ever happens.
 */
export class PageLife {
  /** Whether the page is hidden for so long that the stream is closed. */
  paused = false;
  /** Whether the page has woken up since this was set to false. Then failures of before count no longer. */
  woke = false;
  /** Called when the page wakes up. Set by what the client does at the time. */
  onWake = (): void => undefined;
  #controller = new AbortController();
  #resume = (): void => undefined;
  #hiding: ReturnType<typeof setTimeout> | undefined;
  readonly #ticking: ReturnType<typeof setInterval> | undefined;
  readonly #page = surroundings.document;

  /** @param outer its abort ends a pause, and aborts `signal` */
  constructor(
    private readonly pauseMs: number | undefined,
    private readonly outer: AbortSignal | undefined,
  ) {
    this.#abort();
    outer?.addEventListener('abort', this.#abort);
    // Node has no such function, but a worker has.
    if (!surroundings.addEventListener) return;
    surroundings.addEventListener('online', this.#wake);
    this.#page?.addEventListener('visibilitychange', this.#look);
    if (this.#page?.hidden) this.#look();
    let last = Date.now();
    this.#ticking = setInterval(() => {
      const late = Date.now() - last > TICK_MS + LATE_MS;
      last = Date.now();
      // The timers of a hidden page are late anyway.
      if (late && !this.#page?.hidden) this.#wake();
    }, TICK_MS);
  }

  /** Aborts when the page is paused. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Resolves when the page is no longer paused. */
  resumed(): Promise<void> {
    return new Promise((resolve) => {
      this.#resume = resolve;
      if (!this.paused || this.outer?.aborted) resolve();
    });
  }

  /** Stops listening. */
  close(): void {
    this.outer?.removeEventListener('abort', this.#abort);
    clearTimeout(this.#hiding);
    clearInterval(this.#ticking);
    surroundings.removeEventListener?.('online', this.#wake);
    this.#page?.removeEventListener('visibilitychange', this.#look);
  }

  readonly #wake = () => {
    this.woke = true;
    this.onWake();
  };

  readonly #abort = () => {
    if (!this.outer?.aborted) return;
    this.#controller.abort();
    this.#resume();
  };

  readonly #look = () => {
    clearTimeout(this.#hiding);
    if (!this.#page?.hidden) {
      if (this.paused) {
        this.paused = false;
        this.#controller = new AbortController();
        this.#resume();
      }
      this.#wake();
    } else if (this.pauseMs !== undefined && !this.paused) {
      this.#hiding = setTimeout(
        () => {
          this.paused = true;
          this.#controller.abort();
        },
        Math.min(this.pauseMs, LONGEST_MS),
      );
    }
  };
}
