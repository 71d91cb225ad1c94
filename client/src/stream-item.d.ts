import { type OperatorEvent } from './operator-event.js';
interface Positioned {
    /** Everything up to here has been delivered: hand it to `lastEventId` to go on from here. Empty before the first. */
    readonly position: string;
}
/** A live or replayed event, delivered once. */
export interface EventItem extends Positioned {
    readonly kind: 'event';
    readonly event: OperatorEvent;
}
/** The newest events at the moment a stream without a last id was opened, oldest first. */
export interface SnapshotItem extends Positioned {
    readonly kind: 'snapshot';
    readonly events: readonly OperatorEvent[];
}
/** Events were lost for this reader. What follows starts at `resumedAt`. */
export interface GapItem extends Positioned {
    readonly kind: 'gap';
    /** `trimmed`, `log_lost`, `log_rewound`, `unreadable`, or one a newer service knows. */
    readonly reason: string;
    readonly missedFrom: string | undefined;
    readonly resumedAt: string | undefined;
}
export interface HeartbeatItem extends Positioned {
    readonly kind: 'heartbeat';
    /** The service's clock, RFC 3339. */
    readonly timestamp: string;
}
/** The service ends this connection. With `reconnect: false` the iteration ends after it. */
export interface GoodbyeItem extends Positioned {
    readonly kind: 'goodbye';
    /** `draining`, `max_life`, `revoked`, `slow_consumer`, `shutdown`, or one a newer service knows. */
    readonly reason: string;
    readonly reconnect: boolean;
    /** Milliseconds the service asks to wait before coming back. */
    readonly retryMs: number | undefined;
}
/** A message this version cannot read: a type a newer service knows, or data of an unexpected shape. */
export interface UnknownItem extends Positioned {
    readonly kind: 'unknown';
    readonly type: string;
    readonly data: string;
}
export type StreamItem = EventItem | SnapshotItem | GapItem | HeartbeatItem | GoodbyeItem | UnknownItem;
export {};
