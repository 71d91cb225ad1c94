/**
 * Ends a connection on which nothing arrives. Only the time in which bytes are awaited counts: a reader that takes long
 * over an event is not a silent service.
 */
export class SilenceWatch {
  /** Whether silence was what ended the connection. */
  silent = false;
  readonly #controller = new AbortController();
  readonly #follow = () => this.#controller.abort();

  /** @param limitMs milliseconds. @param outer ends the connection too. */
  constructor(
    readonly limitMs: number,
    readonly outer?: AbortSignal,
  ) {
    if (outer?.aborted) this.#controller.abort();
    outer?.addEventListener('abort', this.#follow);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Waits for `work`, which must heed `signal`, and aborts it when it takes longer than the limit. */
  async within<T>(work: Promise<T>): Promise<T> {
    const timer = setTimeout(() => {
      this.silent = true;
      this.#controller.abort();
    }, this.limitMs);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the connection, if it is still there, and lets go of `outer`. */
  close(): void {
    this.outer?.removeEventListener('abort', this.#follow);
    this.#controller.abort();
  }
}
