/** So many bytes without a complete message are a message on a slow line. Fewer may be what a proxy sends in place of a dead service. */
const ENOUGH_BYTES = 256;

/**
 * Ends a connection on which nothing arrives. Only the time in which the client waits for bytes counts, not the time in which
 * its reader handles an event.
 */
export class SilenceWatch {
  /** Whether the connection was ended because nothing arrived. */
  silent = false;
  readonly #controller = new AbortController();
  readonly #follow = () => this.#controller.abort();
  #leftMs: number;
  #bytes = 0;
  #rearm = (): void => undefined;

  /** @param outer its abort ends the connection too */
  constructor(
    readonly limitMs: number,
    readonly outer?: AbortSignal,
  ) {
    this.#leftMs = limitMs;
    if (outer?.aborted) this.#controller.abort();
    outer?.addEventListener('abort', this.#follow);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Says that the server has done what was waited for. Then it has the whole limit for what comes next. */
  heard(): void {
    this.#leftMs = this.limitMs;
    this.#bytes = 0;
  }

  /** Says that bytes of a message have arrived. Enough of them count as `heard`. */
  received(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes >= ENOUGH_BYTES) this.heard();
  }

  /** Leaves at most `ms` for what is waited for now. */
  hurry(ms: number): void {
    this.#rearm();
    this.#leftMs = Math.min(this.#leftMs, ms);
    this.#rearm();
  }

  /**
   * Waits for `work`, for at most `atMostMs`. Rejects, and aborts `signal`, if the limit is reached; rejects too when the connection is
   * ended otherwise.
   */
  within<T>(work: Promise<T>, atMostMs = Infinity): Promise<T> {
    const { signal } = this;
    this.#leftMs = Math.min(this.#leftMs, atMostMs);
    let begun = performance.now();
    return new Promise<T>((resolve, reject) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const end = () => {
        this.silent = true;
        this.#controller.abort();
      };
      const count = () => {
        clearTimeout(timer);
        this.#leftMs -= performance.now() - begun;
        begun = performance.now();
      };
      const arm = () => {
        count();
        // Bytes that came while the page was busy are read before the second timer fires.
        timer = setTimeout(() => (timer = setTimeout(end)), this.#leftMs);
      };
      arm();
      this.#rearm = arm;
      // Not left to `work`: a caller's own `fetch` or `token` may ignore the signal.
      const stop = () => {
        settled();
        reject(signal.reason as Error);
      };
      const settled = () => {
        count();
        this.#rearm = () => undefined;
        signal.removeEventListener('abort', stop);
      };
      work.finally(settled).then(resolve, reject);
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop);
    });
  }

  /** Ends the connection, if it is still open, and stops listening to `outer`. */
  close(): void {
    this.outer?.removeEventListener('abort', this.#follow);
    this.#controller.abort();
  }
}
