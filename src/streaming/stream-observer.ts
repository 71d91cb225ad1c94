import { type GapReason } from '../event-log/event-log.interface.js';
import { type EndReason, type SseConnection } from './sse-connection.js';

/**
 * Where a new stream got the events that it missed: from memory or from the log. Or why it did not get some of them: the log had
 * a gap; it had one because the client was away for more than ten minutes (`expired`); the client sent an id that is none.
 */
export type ResumeSource = 'memory' | 'log' | 'gap' | 'expired' | 'unreadable';

/** Counts what happens to streams, for metrics. */
export interface StreamObserver {
  /**
   * Events were written; an event that is written to ten streams counts ten times. Called once for a batch and all live
   * streams, with the seconds since the oldest event of the batch was appended; without them for events that one stream missed.
   */
  delivered(events: number, delaySeconds?: number): void;
  /** A stream has become live. `replayed` events were written to it before; undefined unless it came with a last id. */
  resumed(source: ResumeSource, replayed?: number): void;
  /** A gap was written to `streams` streams. */
  gap(reason: GapReason, streams: number): void;
  /** The tail met a gap in the log, whether or not there are streams. */
  tailGap?(reason: GapReason): void;
  /** A stream is over; it was open for `seconds`. */
  ended(reason: EndReason, seconds: number): void;
}

/** Called for each stream that opens or closes. Must be quick, and must not throw. */
export interface StreamListener {
  opened(stream: SseConnection): void;
  closed(stream: SseConnection): void;
}
