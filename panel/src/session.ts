import { type StreamItem } from '#client';
import { Rates } from './chart/rates.js';
import { follow } from './connection/follow.js';
import { type Status } from './connection/status.js';
import { Desk } from './desk.js';
import { type EventEntry } from './events/entry.js';
import { EventStore } from './events/event-store.js';
import { isSeverity } from './events/severity.js';
import { OlderEvents } from './history/older-events.js';
import { readHistory } from './history/read-history.js';
import { BASE_URL, HEARTBEAT_MS } from './service.js';
import { learnRights } from './sessions/rights.js';
import { Value } from './value.js';

/** Events that a stream begins with. */
const SNAPSHOT = 100;

/** A page that was hidden for so long gives its stream back, ms; it continues without loss when somebody looks. */
const ASLEEP_MS = 1_800_000;

/** All that belongs to somebody who is signed in: the stream, and what it brought. */
export class Session {
  readonly events = new EventStore();
  readonly desk = new Desk(this.events);
  readonly rates = new Rates();
  readonly status = new Value<Status>({ kind: 'connecting' });
  /** Whether this credential may see and end streams. */
  readonly admin = new Value(false);
  readonly older: OlderEvents;
  /** When the service last gave a sign of life, ms since 1970. */
  lastSign = Date.now();
  #controller = new AbortController();
  #position: string | undefined;

  constructor(readonly credential: string) {
    this.older = new OlderEvents(this.events, (before) => readHistory(credential, before));
    learnRights(this);
    this.events.onAdded = ({ severity, created_at: at }, live) => {
      const now = Date.now();
      if (isSeverity(severity)) this.rates.add(severity, now, live ? now : Date.parse(at));
    };
    this.connect();
  }

  /** Opens the stream, after the last event that arrived. */
  connect(): void {
    this.#controller.abort();
    this.#controller = new AbortController();
    const options = {
      baseUrl: BASE_URL,
      credential: this.credential,
      heartbeatMs: HEARTBEAT_MS,
      snapshot: SNAPSHOT,
      pauseWhenHiddenMs: ASLEEP_MS,
      signal: this.#controller.signal,
      ...(this.#position && { lastEventId: this.#position }),
    };
    this.status.set({ kind: 'connecting' });
    void follow({ options, status: this.status, onItem: (item) => this.#take(item) });
  }

  readonly openEvent = (entry: EventEntry): void => this.desk.select(entry, true);

  close(): void {
    this.#controller.abort();
    this.older.close();
  }

  #take(item: StreamItem): void {
    this.lastSign = Date.now();
    if (item.position) this.#position = item.position;
    this.events.receive(item);
  }
}
