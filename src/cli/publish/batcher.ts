import { MAX_BATCH_AGE_MS, MAX_BATCH_BYTES, MAX_BATCH_EVENTS } from './limits.js';
import { type PreparedEvent } from './prepared-event.js';

/**
 * Gathers events into batches by number, size and age, and sends one batch at a time, so that order is kept and memory
 * bounded: while one batch is under way the next is filled, and then `add` waits.
 */
export class Batcher {
  readonly #failed = new AbortController();
  #events: PreparedEvent[] = [];
  #ids = new Set<string>();
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> = Promise.resolve();
  #failure: unknown;

  constructor(private readonly send: (events: readonly PreparedEvent[]) => Promise<void>) {}

  /** Aborts when sending has failed for good: nothing that is added any more will be sent. */
  get failed(): AbortSignal {
    return this.#failed.signal;
  }

  /** @throws what `send` threw. */
  async add(event: PreparedEvent): Promise<void> {
    const bytes = Buffer.byteLength(event.json) + 1;
    if (!this.#fits(event, bytes)) await this.#flush();
    this.#throwFailure();
    this.#events.push(event);
    this.#ids.add(event.eventId);
    this.#bytes += bytes;
    this.#timer ??= setTimeout(() => void this.#flush(), MAX_BATCH_AGE_MS);
  }

  /** Sends what is left and waits for it. @throws what `send` threw. */
  async close(): Promise<void> {
    await this.#flush();
    await this.#sending;
    this.#throwFailure();
  }

  /** One call must not hold an id twice. In a later call the service recognises the id, and publishes nothing. */
  #fits(event: PreparedEvent, bytes: number): boolean {
    if (this.#events.length === 0) return true;
    return (
      this.#events.length < MAX_BATCH_EVENTS && this.#bytes + bytes <= MAX_BATCH_BYTES && !this.#ids.has(event.eventId)
    );
  }

  /** Waits for the batch under way, then sends the next without waiting for it. Never rejects. */
  async #flush(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#sending;
    const events = this.#events;
    if (events.length === 0 || this.#failure !== undefined) return;
    this.#events = [];
    this.#ids = new Set();
    this.#bytes = 0;
    this.#timer = undefined;
    this.#sending = this.send(events).catch((error: unknown) => {
      this.#failure = error;
      this.#failed.abort();
    });
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure as Error;
  }
}
