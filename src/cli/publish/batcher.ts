import { MAX_BATCH_AGE_MS, MAX_BATCH_BYTES, MAX_BATCH_EVENTS } from './limits.js';
import { type PreparedEvent } from './prepared-event.js';

/**
 * Collects events in batches, bounded by number, bytes and age, and sends one batch at a time, so that events keep their order.
 * While a batch is being sent the next one is filled; if that is full, `add` waits, which bounds the memory.
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

  /** Aborts when `send` has thrown. Events added after that are not sent. */
  get failed(): AbortSignal {
    return this.#failed.signal;
  }

  /** Adds an event to the batch. @throws what `send` threw */
  async add(event: PreparedEvent): Promise<void> {
    const bytes = Buffer.byteLength(event.json) + 1;
    if (!this.#fits(event, bytes)) await this.#flush();
    this.#throwFailure();
    this.#events.push(event);
    this.#ids.add(event.eventId);
    this.#bytes += bytes;
    this.#timer ??= setTimeout(() => void this.#flush(), MAX_BATCH_AGE_MS);
  }

  /** Sends the last batch and waits for it. @throws what `send` threw */
  async close(): Promise<void> {
    await this.#flush();
    await this.#sending;
    this.#throwFailure();
  }

  /** The service refuses a call that has an id twice. In a later call it recognises the id, and does not publish it again. */
  #fits(event: PreparedEvent, bytes: number): boolean {
    if (this.#events.length === 0) return true;
    return (
      this.#events.length < MAX_BATCH_EVENTS && this.#bytes + bytes <= MAX_BATCH_BYTES && !this.#ids.has(event.eventId)
    );
  }

  /** Waits until the batch that is being sent has ended, then begins to send the next. Never rejects. */
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
