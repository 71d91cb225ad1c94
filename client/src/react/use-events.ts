import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { type FollowOptions } from '../follow-options.js';
import { EventStore, type Received } from './event-store.js';

export interface UseEventsOptions extends Omit<FollowOptions, 'signal' | 'onState'> {
  /** How many of the newest events to keep. Default 1,000. */
  readonly keep?: number;
}

export interface UsedEvents extends Received {
  /** Closes the stream until `resume`. */
  readonly pause: () => void;
  /** Continues after the last event: those that came meanwhile are not lost. */
  readonly resume: () => void;
}

/**
 * Follows the event stream as long as the component is mounted. Another stream is opened when `baseUrl`, `credential`, `filter`,
 * `snapshot`, `lastEventId` or `share` have another value. Of functions the latest is called, and a new one does not open another stream.
 */
export function useEvents({ keep = 1_000, ...options }: UseEventsOptions): UsedEvents {
  const { baseUrl, filter, snapshot, lastEventId, share, credential, token } = options;
  const from = typeof credential === 'string' ? credential : [typeof credential, typeof token];
  const key = JSON.stringify([baseUrl, filter, snapshot, lastEventId, share, from]);
  const latest = useRef(options);
  const [current, setCurrent] = useState(() => ({ key, store: new EventStore(keep) }));
  // React shows nothing of this rendering, and begins it again with the new store.
  if (current.key !== key) setCurrent({ key, store: new EventStore(keep) });
  const { store } = current;
  useEffect(() => {
    latest.current = options;
  });
  useEffect(() => store.keep(keep), [store, keep]);
  useEffect(() => store.start(followed(latest)), [store]);
  const received = useSyncExternalStore(store.subscribe, store.received, store.received);
  return { ...received, pause: store.pause, resume: store.resume };
}

/** The options, with functions that call the latest ones. */
function followed(latest: { readonly current: FollowOptions }): FollowOptions {
  const { credential, token, fetch } = latest.current;
  return {
    ...latest.current,
    ...(typeof credential === 'function' && {
      credential: () => {
        const { credential: now = '' } = latest.current;
        return typeof now === 'function' ? now() : now;
      },
    }),
    ...(token && { token: (signal: AbortSignal) => (latest.current.token ?? token)(signal) }),
    ...(fetch && { fetch: (...call: Parameters<typeof fetch>) => (latest.current.fetch ?? fetch)(...call) }),
  };
}
