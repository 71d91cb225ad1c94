import { type OperatorEvent } from './operator-event.js';

interface Positioned {
  /** All events up to this position are delivered. Pass it as `lastEventId` to continue from here. Empty before the first event. */
  readonly position: string;
}

/** An event, delivered once. */
export interface EventItem extends Positioned {
  readonly kind: 'event';
  readonly event: OperatorEvent;
}

/** The newest events at the time when a stream was opened without a last id, oldest first. */
export interface SnapshotItem extends Positioned {
  readonly kind: 'snapshot';
  readonly events: readonly OperatorEvent[];
}

/** Events after `missedFrom` may be missing. The stream continues after `resumedAt`. */
export interface GapItem extends Positioned {
  readonly kind: 'gap';
  /** `trimmed`, `log_lost`, `log_rewound`, `unreadable`, or a reason of a newer service. */
  readonly reason: string;
  readonly missedFrom: string | undefined;
  readonly resumedAt: string | undefined;
}

/** Sent while there are no events, to show that the connection works. */
export interface HeartbeatItem extends Positioned {
  readonly kind: 'heartbeat';
  /** The time by the clock of the service, RFC 3339. */
  readonly timestamp: string;
}

/** The service ends this connection. With `reconnect: false` the iteration ends after it. */
export interface GoodbyeItem extends Positioned {
  readonly kind: 'goodbye';
  /** `draining`, `max_life`, `revoked`, `slow_consumer`, `shutdown`, or a reason of a newer service. */
  readonly reason: string;
  readonly reconnect: boolean;
  /** How long the service asks to wait before reconnecting, ms. */
  readonly retryMs: number | undefined;
}

/** A message that this version cannot read: a type of a newer service, or data of an unexpected shape. */
export interface UnknownItem extends Positioned {
  readonly kind: 'unknown';
  readonly type: string;
  readonly data: string;
}

export type StreamItem = EventItem | SnapshotItem | GapItem | HeartbeatItem | GoodbyeItem | UnknownItem;
