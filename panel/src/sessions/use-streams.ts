import { useEffect, useState } from 'react';
import { type Session } from '../session.js';
import { useValue } from '../use-value.js';
import { StreamList, type StreamListView } from './stream-list.js';
import { listStreams } from './streams-api.js';

/** How often the list is read again, ms; the service renews it every three seconds. */
const EVERY_MS = 5_000;

/** Who is connected, read again and again while it is shown. */
export function useStreams({ credential }: Session): StreamListView & { readonly list: StreamList } {
  const [list] = useState(() => new StreamList((after) => listStreams(credential, after)));
  const view = useValue(list.state);
  useEffect(() => {
    void list.read();
    const timer = setInterval(() => void list.read(), EVERY_MS);
    return () => clearInterval(timer);
  }, [list]);
  return { ...view, list };
}
