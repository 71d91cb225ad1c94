import { followEvents } from './follow-events.js';
import { type FollowOptions } from './follow-options.js';
import {
  type EventItem,
  type GapItem,
  type GoodbyeItem,
  type HeartbeatItem,
  type SnapshotItem,
  type StreamItem,
  type UnknownItem,
} from './stream-item.js';

/** The functions to call for each kind of item. An exception of any of them ends the subscription and rejects `done`. */
export interface StreamHandlers {
  readonly onEvent?: (item: EventItem) => void;
  readonly onSnapshot?: (item: SnapshotItem) => void;
  readonly onGap?: (item: GapItem) => void;
  readonly onHeartbeat?: (item: HeartbeatItem) => void;
  readonly onGoodbye?: (item: GoodbyeItem) => void;
  readonly onUnknown?: (item: UnknownItem) => void;
}

/** A stream that calls handlers. */
export interface Subscription {
  /** Ends the stream. */
  close(): void;
  /** Resolves when the stream has ended for good; rejects with `RefusedError` if it was refused. */
  readonly done: Promise<void>;
}

/** Follows the event stream as `followEvents` does, and calls a handler for each item. */
export function subscribe(options: FollowOptions, handlers: StreamHandlers): Subscription {
  const controller = new AbortController();
  const close = () => controller.abort();
  if (options.signal?.aborted) close();
  options.signal?.addEventListener('abort', close);
  const done = deliver({ ...options, signal: controller.signal }, handlers).finally(() =>
    options.signal?.removeEventListener('abort', close),
  );
  return { close, done };
}

async function deliver(options: FollowOptions, handlers: StreamHandlers): Promise<void> {
  for await (const item of followEvents(options)) {
    const name = `on${item.kind[0]!.toUpperCase()}${item.kind.slice(1)}` as keyof StreamHandlers;
    (handlers[name] as ((item: StreamItem) => void) | undefined)?.call(handlers, item);
  }
}
