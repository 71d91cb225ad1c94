import { type Means } from './surroundings.js';

/**
 * Calls `run` in a task of the page's own: at once, also where the page is hidden and its timers are rare, but not while it is
 * frozen. A frozen page of Chromium still gets what comes by a `BroadcastChannel`, and would respond as if it were well.
 */
export class OwnTask<T> {
  readonly #channel;

  constructor({ MessageChannel }: Means, run: (given: T) => void) {
    this.#channel = new MessageChannel();
    this.#channel.port1.onmessage = ({ data }) => run(data as T);
  }

  call(given: T): void {
    this.#channel.port2.postMessage(given);
  }

  close(): void {
    this.#channel.port1.close();
  }
}
