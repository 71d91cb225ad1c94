/** What the client uses of a page, where there is none. */
export class StandInPage {
  readonly #window = new EventTarget();
  readonly #document = Object.assign(new EventTarget(), { hidden: false });

  /** The client that is started from now on is in this page. */
  enter(): void {
    Object.assign(globalThis, {
      document: this.#document,
      addEventListener: this.#window.addEventListener.bind(this.#window),
      removeEventListener: this.#window.removeEventListener.bind(this.#window),
    });
  }

  leave(): void {
    for (const name of ['document', 'addEventListener', 'removeEventListener'])
      Reflect.deleteProperty(globalThis, name);
  }

  goOnline(): void {
    this.#window.dispatchEvent(new Event('online'));
  }

  show(visible: boolean): void {
    this.#document.hidden = !visible;
    this.#document.dispatchEvent(new Event('visibilitychange'));
  }
}
