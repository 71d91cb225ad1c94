/** A value that changes, and tells its listeners. What React shows but does not own is kept in these. */
export class Value<T> {
  readonly #listeners = new Set<() => void>();
  #current: T;

  constructor(initial: T) {
    this.#current = initial;
  }

  readonly get = (): T => this.#current;

  set(next: T): void {
    if (Object.is(next, this.#current)) return;
    this.#current = next;
    for (const listener of this.#listeners) listener();
  }

  /** Returns what ends the subscription. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}
