import { isatty } from 'node:tty';

/** The terminal that the process was started in, if any. */
export class Terminal {
  readonly #descriptors = [0, 1, 2].filter((descriptor) => isatty(descriptor));

  /** There was one, and it has been closed. */
  get closed(): boolean {
    return this.#descriptors.length > 0 && !this.#descriptors.some((descriptor) => isatty(descriptor));
  }
}
