import { isatty } from 'node:tty';

/** The terminal that the process was started in, if there is one. */
export class Terminal {
  readonly #descriptors = [0, 1, 2].filter((descriptor) => isatty(descriptor));

  /** Whether there was a terminal that is closed by now. */
  get closed(): boolean {
    return this.#descriptors.length > 0 && !this.#descriptors.some((descriptor) => isatty(descriptor));
  }
}
