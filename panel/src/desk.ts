import { type EventEntry } from './events/entry.js';
import { type EventStore } from './events/event-store.js';
import { type EventFilter, filterFrom, writeFilter } from './filters/event-filter.js';
import { Value } from './value.js';

/** What the operator looks at: the filter, the event that is open, and whether the list goes on. */
export class Desk {
  readonly filter: Value<EventFilter>;
  readonly selected = new Value<EventEntry | undefined>(undefined);
  /** Whether the details of the selected event are open. */
  readonly open = new Value(false);
  readonly paused = new Value(false);
  /** Counts how often the list was asked to go to its newest event. */
  readonly returns = new Value(0);
  #scrolled = false;
  #searching = false;

  constructor(readonly events: EventStore) {
    this.filter = new Value(filterFrom(new URLSearchParams(location.search)));
    events.setFilter(this.filter.get());
  }

  setFilter(filter: EventFilter): void {
    this.filter.set(filter);
    this.events.setFilter(filter);
    rewriteAddress((query) => writeFilter(query, filter));
  }

  select(entry: EventEntry | undefined, open: boolean): void {
    this.selected.set(entry);
    this.open.set(open && entry !== undefined);
    this.#hold();
    rewriteAddress((query) => (this.open.get() ? query.set('event', entry!.event.event_id) : query.delete('event')));
  }

  setPaused(paused: boolean): void {
    this.paused.set(paused);
    this.#hold();
  }

  /** The list is held while it is scrolled, so that what is read does not move. */
  setScrolled(scrolled: boolean): void {
    this.#scrolled = scrolled;
    this.#hold();
  }

  /** The list is held while an event is looked for in the history, so that more of it can be loaded. */
  setSearching(searching: boolean): void {
    this.#searching = searching;
    this.#hold();
  }

  /** Goes on with the newest event. */
  goOn(): void {
    this.#scrolled = false;
    this.#searching = false;
    this.paused.set(false);
    this.select(undefined, false);
    this.returns.set(this.returns.get() + 1);
  }

  #hold(): void {
    if (this.paused.get() || this.#scrolled || this.#searching || this.selected.get()) this.events.hold();
    else this.events.release();
  }
}

/** Changes the query of the page's address, without a new entry in the history of the browser. */
function rewriteAddress(change: (query: URLSearchParams) => void): void {
  const query = new URLSearchParams(location.search);
  change(query);
  const text = query.toString().replaceAll('%2C', ',');
  const search = text && `?${text}`;
  if (search === location.search) return;
  try {
    history.replaceState(null, '', `${location.pathname}${search}${location.hash}`);
  } catch {
    // Safari refuses more than a hundred changes in a short time: the address stays as it was.
  }
}
