import { type Locks } from './surroundings.js';

/** What happens to the one who waits for the lock. */
export interface Holder {
  /** The lock is held, until `leave` or `lost`. */
  granted(): void;
  /** Another member has taken it by force. */
  lost(): void;
}

/** The Web Lock of a group. Who holds it leads. Waits for it until `leave`, again after it was taken away. */
export class LeadLock {
  #left = false;
  #force = false;
  #waiting = new AbortController();
  #release: (() => void) | undefined;

  constructor(
    private readonly locks: Locks,
    private readonly name: string,
    private readonly holder: Holder,
  ) {
    void this.#wait();
  }

  /** Takes the lock from a leader that does not respond. */
  take(): void {
    this.#force = true;
    this.#waiting.abort();
  }

  /** Gives the lock up for others to have, and may wait for it again. */
  yield(): void {
    this.#release?.();
  }

  /** Gives the lock up, now or `laterMs` milliseconds later, and waits for it no longer. */
  leave(laterMs = 0): void {
    this.#left = true;
    this.#waiting.abort();
    if (laterMs > 0) setTimeout(() => this.#release?.(), laterMs);
    else this.#release?.();
  }

  async #wait(): Promise<void> {
    while (!this.#left) {
      const waiting = (this.#waiting = new AbortController());
      const { signal } = waiting;
      let held = false;
      const hold = () => {
        if (signal.aborted) return;
        held = true;
        return new Promise<void>((resolve) => {
          this.#release = resolve;
          this.holder.granted();
        });
      };
      // By force it waits for nobody, and the browser takes no signal.
      const how = this.#force ? { steal: true } : { signal };
      this.#force = false;
      await this.locks.request(this.name, how, hold).catch((error: unknown) => {
        // Anything else happens in a page that is being closed.
        if ((error as Error).name !== 'AbortError') this.#left = true;
      });
      this.#release = undefined;
      if (held && !this.#left) this.holder.lost();
    }
  }
}
