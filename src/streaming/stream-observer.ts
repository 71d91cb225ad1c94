import { type GapReason } from '../event-log/event-log.interface.js';
import { type EndReason, type SseConnection } from './sse-connection.js';

/** Where a new stream got the events that it missed: from memory, from the log, or from there with a gap. */
export type ResumeSource = 'memory' | 'log' | 'gap';

/** Counts what happens to streams, for metrics. */
export interface StreamObserver {
  /** Events were written; an event that is written to ten streams counts ten times. */
  delivered(events: number): void;
  /** A stream has become live. */
  resumed(source: ResumeSource): void;
  /** A gap was written to `streams` streams. */
  gap(reason: GapReason, streams: number): void;
  ended(reason: EndReason): void;
}

/** Called for each stream that opens or closes. Must be quick, and must not throw. */
export interface StreamListener {
  opened(stream: SseConnection): void;
  closed(stream: SseConnection): void;
}
