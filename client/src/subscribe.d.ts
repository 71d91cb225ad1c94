import { type FollowOptions } from './follow-options.js';
import { type EventItem, type GapItem, type GoodbyeItem, type HeartbeatItem, type SnapshotItem, type UnknownItem } from './stream-item.js';
/** What to call for each kind of item. An exception from any of them ends the subscription and rejects `done`. */
export interface StreamHandlers {
    readonly onEvent?: (item: EventItem) => void;
    readonly onSnapshot?: (item: SnapshotItem) => void;
    readonly onGap?: (item: GapItem) => void;
    readonly onHeartbeat?: (item: HeartbeatItem) => void;
    readonly onGoodbye?: (item: GoodbyeItem) => void;
    readonly onUnknown?: (item: UnknownItem) => void;
}
export interface Subscription {
    /** Ends the stream. */
    close(): void;
    /** Settles when the stream has ended for good; rejects with `RefusedError` when it was refused. */
    readonly done: Promise<void>;
}
/** `followEvents` for code that prefers callbacks. */
export declare function subscribe(options: FollowOptions, handlers: StreamHandlers): Subscription;
