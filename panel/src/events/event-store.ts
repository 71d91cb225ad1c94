import { type OperatorEvent, type StreamItem } from '#client';
import { type EventFilter, EVERYTHING, matcherOf } from '../filters/event-filter.js';
import { type Entry, tally } from './entry.js';
import { KeptEntries, type KeptLimits } from './kept-entries.js';

/** What the list shows at one moment. */
export interface EventsView {
  /** Those that pass the filter and are not held back, oldest first. */
  readonly shown: readonly Entry[];
  /** How many events pass the filter and came while the list is held; those that were dropped count too. */
  readonly waiting: number;
  /** The same of gaps. */
  readonly gapsWaiting: number;
  /** How many events are kept that pass the filter, held back or not. */
  readonly passing: number;
  /** How many events are kept, whether they pass the filter or not. */
  readonly kept: number;
}

const NOTHING: EventsView = { shown: [], waiting: 0, gapsWaiting: 0, passing: 0, kept: 0 };

/** While the list is held, this many times as much is kept, so that nothing on the screen goes, and nothing that came is lost. */
const HELD_FACTOR = 2;

/** Keeps the events, outside React. Listeners are called once a frame at most, however many events arrive. */
export class EventStore {
  /** Called once for each event that is added; `live` unless it is from before the page was opened. */
  onAdded: (event: OperatorEvent, live: boolean) => void = () => undefined;
  /** Resolves when the stream has begun: from then on what is older can be told from what is about to come. */
  readonly begun: Promise<void>;
  /** How often the oldest were dropped. */
  trims = 0;
  readonly #kept: KeptEntries;
  readonly #listeners = new Set<() => void>();
  #begin = (): void => undefined;
  #view = NOTHING;
  #filter = EVERYTHING;
  #matches = matcherOf(EVERYTHING);
  /** Those that pass the filter, oldest first. */
  #passing: Entry[] = [];
  /** Nothing newer than this is shown; undefined: everything is. */
  #heldAt: number | undefined;
  /** Those of the ones that wait that were dropped. */
  #droppedWaiting = tally([]);
  #scheduled = false;

  /** `schedule` calls a function at the next frame. */
  constructor(
    private readonly schedule: (draw: () => void) => void = (draw) => void requestAnimationFrame(draw),
    limits?: KeptLimits,
    private readonly now: () => number = Date.now,
  ) {
    this.#kept = new KeptEntries(limits);
    this.begun = new Promise((resolve) => (this.#begin = resolve));
  }

  readonly get = (): EventsView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** All that is kept, oldest first. */
  get entries(): readonly Entry[] {
    return this.#kept.entries;
  }

  get filter(): EventFilter {
    return this.#filter;
  }

  /** Before it older events are read; undefined before the stream began. */
  get oldestPosition(): string | undefined {
    return this.#kept.oldestPosition;
  }

  /** Whether older events can be added without being dropped again by what comes. */
  get roomForOlder(): boolean {
    return !this.#kept.exceeds(this.#factor);
  }

  /** How many rows pass the filter, gaps included; those that are not drawn yet count too. */
  get passing(): number {
    return this.#passing.length;
  }

  /** Takes an item of the stream. */
  receive(item: StreamItem): void {
    const at = this.now();
    if (item.kind === 'event') this.#addEvent(item.event, at, item.position);
    else if (item.kind === 'gap') this.#add(this.#kept.addGap(item.reason, item.missedFrom, at));
    else if (item.kind === 'snapshot') {
      this.#kept.begin(item.position);
      for (const event of item.events) this.#addEvent(event, at);
    } else return;
    if (this.oldestPosition !== undefined) this.#begin();
    this.#trim();
    this.#changed();
  }

  /** Adds events from before all others; `position` is that of the first. Returns how many of them are new. */
  addOlder(events: readonly OperatorEvent[], position: string | undefined): number {
    const added = this.#kept.addOlder(events, this.now(), position);
    // Once some were dropped, those that are loaded may be the same again.
    if (this.trims === 0) for (const { event } of added) this.onAdded(event, false);
    this.#passing = [...added.filter(this.#matches), ...this.#passing];
    this.#changed();
    return added.length;
  }

  setFilter(filter: EventFilter): void {
    this.#filter = filter;
    this.#matches = matcherOf(filter);
    this.#passing = this.#kept.entries.filter(this.#matches);
    // Whether those that were dropped pass this one, nobody knows.
    this.#droppedWaiting = tally([]);
    this.#draw();
  }

  get held(): boolean {
    return this.#heldAt !== undefined;
  }

  /** Shows nothing new until it is released. What comes is kept. */
  hold(): void {
    if (this.held) return;
    this.#heldAt = this.#kept.entries.at(-1)?.order ?? 0;
    this.#draw();
  }

  release(): void {
    if (!this.held) return;
    this.#heldAt = undefined;
    this.#droppedWaiting = tally([]);
    this.#trim();
    this.#draw();
  }

  get #factor(): number {
    return this.held ? HELD_FACTOR : 1;
  }

  /** Without a position it is of a snapshot. */
  #addEvent(event: OperatorEvent, at: number, position?: string): void {
    // After a gap the service sends all that its log still has, also what is here already.
    if (this.#kept.has(event)) return;
    this.#add(this.#kept.addNewest(event, at, position));
    this.onAdded(event, position !== undefined);
  }

  #add(entry: Entry): void {
    if (this.#matches(entry)) this.#passing.push(entry);
  }

  #trim(): void {
    if (!this.#kept.trim(this.#factor)) return;
    this.trims += 1;
    const first = this.#kept.entries[0]?.order ?? Infinity;
    const from = this.#passing.findIndex(({ order }) => order >= first);
    const dropped = this.#passing.splice(0, from === -1 ? Infinity : from);
    const until = this.#heldAt ?? Infinity;
    const waiting = dropped.filter(({ order }) => order > until);
    this.#droppedWaiting = tally(waiting, this.#droppedWaiting);
  }

  #changed(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.schedule(() => this.#draw());
  }

  #draw(): void {
    this.#scheduled = false;
    const shown = this.#shown();
    const { events: waiting, gaps: gapsWaiting } = tally(this.#passing.slice(shown.length), this.#droppedWaiting);
    const { gaps, entries } = this.#kept;
    // A gap passes every filter.
    const passing = this.#passing.length - gaps;
    this.#view = { shown, waiting, gapsWaiting, passing, kept: entries.length - gaps };
    for (const listener of this.#listeners) listener();
  }

  #shown(): readonly Entry[] {
    const until = this.#heldAt;
    if (until === undefined) return this.#passing.slice();
    let end = this.#passing.length;
    while (end > 0 && this.#passing[end - 1]!.order > until) end -= 1;
    return this.#passing.slice(0, end);
  }
}
