/**
 * Ends a connection on which nothing arrives. Only the time in which the client waits for bytes counts, not the time in which
 * its reader handles an event.
 */
export class SilenceWatch {
  /** Whether the connection was ended because nothing arrived. */
  silent = false;
  readonly #controller = new AbortController();
  readonly #follow = () => this.#controller.abort();

  /** @param outer its abort ends the connection too */
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

  /** Waits for `work`, and aborts `signal`, which must end `work`, if it takes longer than the limit. */
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

  /** Ends the connection, if it is still open, and stops listening to `outer`. */
  close(): void {
    this.outer?.removeEventListener('abort', this.#follow);
    this.#controller.abort();
  }
}
