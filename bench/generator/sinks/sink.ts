import { type RequestSpec } from '../requests.js';

/** Where and how a contender takes events: plain data, so that it can travel to the publisher's process. */
export type SinkSpec =
  /** `{"events":[…]}` in one POST; `events` says whether they are the service's own or complete ones. */
  | { kind: 'http'; request: RequestSpec; events: 'service' | 'complete' }
  /** One POST for each event, pipelined on one connection. */
  | { kind: 'http-each'; request: RequestSpec }
  /** `XADD`s in one pipeline. */
  | { kind: 'redis-stream'; url: string; key: string };

/** The events `first` … `first + count - 1`. */
export interface Batch {
  first: number;
  count: number;
  /** The moment event `sequence` was due. */
  dueAt: (this: void, sequence: number) => number;
}

/** Publishes batches, one at a time. */
export interface Sink {
  /** Resolves once the contender has acknowledged all of it. Throws when it did not. */
  publish(batch: Batch): Promise<void>;
  close(): void;
}
