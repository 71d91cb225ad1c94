import { useEffect, useState, useSyncExternalStore } from 'react';
import { type Value } from './value.js';

/** The current value, and a new rendering for each change. */
export function useValue<T>(value: Pick<Value<T>, 'get' | 'subscribe'>): T {
  return useSyncExternalStore(value.subscribe, value.get);
}

/** The time, ms since 1970, and a new rendering every `everyMs`. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
