import { type StreamItem } from '#client';
import { Rates } from './chart/rates.js';
import { follow } from './connection/follow.js';
import { type Status } from './connection/status.js';
import { EventStore } from './events/event-store.js';
import { isSeverity } from './events/severity.js';
import { BASE_URL, HEARTBEAT_MS } from './service.js';
import { Value } from './value.js';

/** Events that a stream begins with. */
const SNAPSHOT = 100;

/** All that belongs to somebody who is signed in: the stream, and what it brought. */
export class Session {
  readonly events = new EventStore();
  readonly rates = new Rates();
  readonly status = new Value<Status>({ kind: 'connecting' });
  /** When the service last gave a sign of life, ms since 1970. */
  lastSign = Date.now();
  #controller = new AbortController();
  #position: string | undefined;

  constructor(readonly credential: string) {
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
      signal: this.#controller.signal,
      ...(this.#position && { lastEventId: this.#position }),
    };
    this.status.set({ kind: 'connecting' });
    void follow({ options, status: this.status, onItem: (item) => this.#take(item) });
  }

  close(): void {
    this.#controller.abort();
  }

  #take(item: StreamItem): void {
    this.lastSign = Date.now();
    if (item.position) this.#position = item.position;
    this.events.receive(item);
    if (item.kind === 'event' && isSeverity(item.event.severity)) this.rates.add(item.event.severity, this.lastSign);
  }
}
