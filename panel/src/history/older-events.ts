import { type EventStore } from '../events/event-store.js';
import { Value } from '../value.js';
import { type HistoryPage } from './read-history.js';

/** `end`: the log has no older ones. `full`: the page keeps as many as it can. */
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

  /** Loads the next ones, unless it is doing so. Never rejects: `state` says what became of it. */
  async load(): Promise<void> {
    if (this.state.get().kind === 'loading') return;
    if (!this.events.roomForOlder) return this.state.set(FULL);
    this.state.set({ kind: 'loading' });
    await this.events.begun;
    try {
      this.state.set({ kind: (await this.#loadNews()) ? 'more' : 'end' });
    } catch (error) {
      this.state.set({ kind: 'failed', why: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Loads until `found` or the end. Returns whether it was found. */
  async loadUntil(found: () => boolean): Promise<boolean> {
    while (!found()) {
      await this.load();
      if (this.state.get().kind !== 'more') return found();
    }
    return true;
  }

  /** Returns whether there may be more. */
  async #loadNews(): Promise<boolean> {
    const { trims } = this.events;
    let before = this.events.oldestPosition;
    for (let tries = 0; tries < WITHOUT_NEWS; tries++) {
      const page = await this.read(before);
      // What the page was to join was dropped meanwhile: added now, it would leave a hole that nobody sees.
      if (this.events.trims !== trims) return true;
      if (page.events.length === 0 || page.first_event_id === null) return false;
      if (this.events.addOlder(page.events, page.first_event_id) > 0) return true;
      before = page.first_event_id;
    }
    return true;
  }
}
