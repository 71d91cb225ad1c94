import { Interruption } from '../interruption.js';
import { SilenceWatch } from '../silence-watch.js';
import { type StreamItem } from '../stream-item.js';
import { type StreamLink } from '../stream-link.js';

/** Opens a stream while events are polled. Nothing of it is read before it is taken over, so that what was polled comes first. */
export class StreamAttempt {
  /** `over`: polling has to end, because the stream has begun, or because of how it was refused. `held`: no byte of it arrived. */
  outcome: 'over' | 'held' | undefined;
  /** Resolves when there is an outcome. */
  readonly decided: Promise<void>;
  /** Set by the stream. Call it when the page wakes up. */
  onWake = (): void => undefined;
  readonly signal: AbortSignal;
  readonly #end: SilenceWatch;
  readonly #stream: AsyncGenerator<StreamItem, void, undefined>;
  readonly #first: Promise<IteratorResult<StreamItem, void>>;
  #decide = (): void => undefined;
  #read = (): void => undefined;
  #leave = (): void => undefined;

  /** @param outer its abort ends the attempt */
  constructor(link: StreamLink, outer: AbortSignal) {
    this.decided = new Promise((resolve) => (this.#decide = resolve));
    // Only to end the attempt, with `outer` or alone.
    this.#end = new SilenceWatch(Infinity, outer);
    this.signal = this.#end.signal;
    this.#stream = link.connect(this);
    this.#first = this.#stream.next();
    this.#first.then(
      () => this.#became('over'),
      (error: unknown) => this.#became(error instanceof Interruption && error.reason === 'buffered' ? 'held' : 'over'),
    );
  }

  /** Called by the stream when its first bytes have arrived. Resolves when they are to be read. */
  arrived(): Promise<void> {
    this.#became('over');
    return new Promise((resolve, reject) => {
      this.#read = resolve;
      this.#leave = reject;
    });
  }

  /** What the stream yields, and how it ends. */
  async *items(): AsyncGenerator<StreamItem, void, undefined> {
    this.#read();
    try {
      const { done, value } = await this.#first;
      if (done) return;
      yield value;
      yield* this.#stream;
    } finally {
      this.#end.close();
    }
  }

  /** Gives the attempt up. */
  close(): void {
    this.#end.close();
    this.#leave();
  }

  #became(outcome: 'over' | 'held'): void {
    this.outcome = outcome;
    this.#decide();
  }
}
