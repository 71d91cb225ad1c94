import { type EventStore } from '../events/event-store.js';
import { Value } from '../value.js';
import { type HistoryPage } from './read-history.js';

/** `end`: the log has no older ones that this credential may read. `full`: the page keeps as many as it can. */
export type OlderState =
  { readonly kind: 'more' | 'loading' | 'end' | 'full' } | { readonly kind: 'failed'; readonly why: string };

/** Rows that fill any window. */
const WINDOW = 50;
/** Requests in a row that may bring nothing new. */
const WITHOUT_NEWS = 5;

const FULL: OlderState = { kind: 'full' };

/** Loads events that are older than those that the page has, as far as the log reaches. */
export class OlderEvents {
  readonly state = new Value<OlderState>({ kind: 'more' });
  #loading: Promise<OlderState> | undefined;
  /** Before it the next ones are, and how often the page had dropped some by then. */
  #next: { readonly before: string; readonly trims: number } | undefined;
  #closed = false;

  constructor(
    private readonly events: EventStore,
    private readonly read: (before: string | undefined) => Promise<HistoryPage>,
  ) {
    let { trims } = events;
    events.subscribe(() => {
      const { kind } = this.state.get();
      const dropped = events.trims !== trims;
      trims = events.trims;
      if (kind === 'loading') return;
      // What was dropped can be loaded again, as soon as there is room for it.
      if (!events.roomForOlder) {
        if (dropped) this.state.set(FULL);
      } else if (dropped || kind === 'full') this.state.set({ kind: 'more' });
    });
  }

  /** Loads more unless the list fills its window: a shorter one cannot be scrolled. */
  fill(): void {
    if (this.state.get().kind === 'more' && this.events.passing < WINDOW) void this.load();
  }

  /** Loads the next ones; who asks while it does so gets the same result. Never rejects. */
  load(): Promise<OlderState> {
    if (this.#closed || this.#loading) return this.#loading ?? Promise.resolve(this.state.get());
    const { roomForOlder } = this.events;
    if (roomForOlder) this.#loading = this.#load();
    this.state.set(roomForOlder ? { kind: 'loading' } : FULL);
    return this.#loading ?? Promise.resolve(FULL);
  }

  /** Loads until `found`, or as far as it can. Returns what ended it: `more` if it was found. */
  async loadUntil(found: () => boolean): Promise<OlderState> {
    while (!found()) {
      const state = await this.load();
      if (state.kind !== 'more' || this.#closed) return state;
    }
    return { kind: 'more' };
  }

  /** Nothing is asked for any more. */
  close(): void {
    this.#closed = true;
  }

  async #load(): Promise<OlderState> {
    let state: OlderState;
    try {
      await this.events.begun;
      state = { kind: await this.#loadNews() };
    } catch (error) {
      state = { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
    }
    // Before it is told, so that who hears of it can load again.
    this.#loading = undefined;
    this.state.set(state);
    return state;
  }

  async #loadNews(): Promise<'more' | 'end'> {
    const { trims, oldestPosition } = this.events;
    let before = this.#next?.trims === trims ? this.#next.before : oldestPosition;
    for (let tries = 0; tries < WITHOUT_NEWS; tries++) {
      const { events, first_event_id: first } = await this.read(before);
      // What the page was to join was dropped meanwhile: added now, it would leave a hole that nobody sees.
      if (this.events.trims !== trims || this.#closed) return 'more';
      if (first === null) return 'end';
      // With a scope the service may have found nothing so far, and there may be some further back.
      this.#next = { before: first, trims };
      if (this.events.addOlder(events, first) > 0) return 'more';
      before = first;
    }
    return 'more';
  }
}
