import { type GapReason } from '../event-log/event-log.interface.js';
import { type EndReason, type SseConnection } from './sse-connection.js';

/** Where a stream's past came from when it was opened. */
export type ResumeSource = 'memory' | 'log' | 'gap';

/** Is told what happens to streams, for metrics. */
export interface StreamObserver {
  delivered(events: number): void;
  resumed(source: ResumeSource): void;
  gap(reason: GapReason, streams: number): void;
  ended(reason: EndReason): void;
}

/** Is told of each stream that opens or closes. Must be quick, and must not throw. */
export interface StreamListener {
  opened(stream: SseConnection): void;
  closed(stream: SseConnection): void;
}
