import { type ConnectionState } from '../connection-state.js';
import { followEvents } from '../follow-events.js';
import { type FollowOptions } from '../follow-options.js';
import { type OperatorEvent } from '../operator-event.js';
import { type GapItem, type StreamItem } from '../stream-item.js';
import { NewestEvents } from './newest-events.js';

/** How long items are gathered before those who listen are told, ms: a burst of events is shown at once. */
const GATHER_MS = 16;

/** The state of the connection, or why it ended for good: a `RefusedError`, or what a function of the options threw. */
export type EventsState = ConnectionState | { readonly state: 'refused'; readonly error: unknown };

/** What a component can show. */
const SHOWN: readonly StreamItem['kind'][] = ['snapshot', 'event', 'gap'];

/** What has been received. A new object for each change. */
export interface Received {
  /** The newest events, oldest first. */
  readonly events: readonly OperatorEvent[];
  readonly state: EventsState;
  /** The last gap; undefined if no events are missing. */
  readonly gap: GapItem | undefined;
}

/** Keeps the newest events of a stream. Tells those who listen of a change, at most once every 16 ms. */
export class EventStore {
  #received: Received = { events: [], state: { state: 'connecting' }, gap: undefined };
  #position: string | undefined;
  #paused = false;
  #options: FollowOptions | undefined;
  #controller = new AbortController();
  #arrived: StreamItem[] = [];
  #gathering = false;
  readonly #newest: NewestEvents;
  readonly #listeners = new Set<() => void>();

  /** @param keep how many events to keep, at least 1 */
  constructor(keep: number) {
    this.#newest = new NewestEvents(keep);
  }

  readonly received = (): Received => this.#received;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Changes how many events to keep, at least 1. The stream stays as it is. */
  readonly keep = (keep: number): void => {
    const { events } = this.#newest;
    this.#newest.keep(keep);
    if (this.#newest.events !== events) this.#change({ events: this.#newest.events });
  };

  /** Follows the stream after what has been received. Returns what ends it. */
  readonly start = (options: FollowOptions): (() => void) => {
    this.#options = options;
    if (!this.#paused) this.#follow(options);
    return () => this.#stop();
  };

  /** Closes the stream until `resume`. */
  readonly pause = (): void => {
    if (this.#paused) return;
    this.#paused = true;
    this.#stop();
    this.#change({ state: { state: 'paused' } });
  };

  /** Continues after the last event. */
  readonly resume = (): void => {
    if (!this.#paused) return;
    this.#paused = false;
    if (this.#options) this.#follow(this.#options);
  };

  #follow(options: FollowOptions): void {
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    const onState = (state: ConnectionState) => {
      if (!signal.aborted) this.#change({ state });
    };
    void this.#take({ ...options, lastEventId: this.#position ?? options.lastEventId ?? '', signal, onState });
  }

  async #take(options: FollowOptions): Promise<void> {
    try {
      for await (const item of followEvents(options)) {
        if (options.signal?.aborted) return;
        this.#position = item.position;
        if (!SHOWN.includes(item.kind)) continue;
        this.#arrived.push(item);
        if (!this.#gathering) setTimeout(() => this.#show(), GATHER_MS);
        this.#gathering = true;
      }
    } catch (error) {
      if (options.signal?.aborted) return;
      this.#change({ state: { state: 'refused', error } });
    }
  }

  #stop(): void {
    this.#controller.abort();
  }

  #show(): void {
    this.#gathering = false;
    let { gap } = this.#received;
    for (const item of this.#arrived) if (item.kind === 'gap') gap = item;
    this.#newest.add(this.#arrived.flatMap(eventsOf));
    this.#arrived = [];
    this.#change({ events: this.#newest.events, gap });
  }

  #change(change: Partial<Received>): void {
    this.#received = { ...this.#received, ...change };
    for (const listener of this.#listeners) listener();
  }
}

function eventsOf(item: StreamItem): readonly OperatorEvent[] {
  if (item.kind === 'snapshot') return item.events;
  return item.kind === 'event' ? [item.event] : [];
}
