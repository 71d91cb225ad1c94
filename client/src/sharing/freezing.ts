/** Knows when the browser freezes the page, which it may do in the background: nothing in it runs then. */
export class Freezing {
  /** Called when the page is about to be frozen. */
  onFreeze = (): void => undefined;
  /** Resolves when the page is not frozen. */
  over = Promise.resolve();
  #resume = (): void => undefined;

  constructor(private readonly page: EventTarget | undefined) {
    page?.addEventListener('freeze', this.#freeze);
    page?.addEventListener('resume', this.#thaw);
  }

  /** Stops listening. */
  close(): void {
    this.page?.removeEventListener('freeze', this.#freeze);
    this.page?.removeEventListener('resume', this.#thaw);
  }

  readonly #freeze = () => {
    this.over = new Promise((resolve) => (this.#resume = resolve));
    this.onFreeze();
  };

  readonly #thaw = () => this.#resume();
}
