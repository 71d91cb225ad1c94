import { type EventWrap } from '../event-template.js';
import { type RequestSpec } from '../requests.js';

/** Where and how events are published to a contender, as plain data that can be sent to the process of the publisher. */
export type SinkSpec =
  /** A batch as `{"events":[…]}` in one POST. `events`: in the form for this service, or complete for a peer. */
  | { kind: 'http'; request: RequestSpec; events: 'service' | 'complete'; wrap?: ListWrap }
  /** One POST for each event, pipelined on one connection. */
  | { kind: 'http-each'; request: RequestSpec; wrap?: BodyWrap }
  /** `XADD` commands in one pipeline. */
  | { kind: 'redis-stream'; url: string; key: string };

/** What a peer wants around each event of a batch, and how it calls the list of them. */
export interface ListWrap extends EventWrap {
  list: string;
}

/** What a peer wants around an event that is a body of its own, and the type of that body. */
export interface BodyWrap extends EventWrap {
  type: string;
}

/** The events with the numbers `first` to `first + count - 1`. */
export interface Batch {
  first: number;
  count: number;
  /** Returns the moment when event `sequence` was due. */
  dueAt: (this: void, sequence: number) => number;
}

/** Publishes batches, one at a time. */
export interface Sink {
  /** Resolves once the contender has acknowledged all events. Throws if it refuses them. */
  publish(batch: Batch): Promise<void>;
  close(): void;
}
