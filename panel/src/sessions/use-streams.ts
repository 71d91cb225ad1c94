import { useCallback, useEffect, useState } from 'react';
import { type Session } from '../session.js';
import { listStreams, type StreamsPage } from './streams-api.js';

/** How often the list is read again, ms; the service renews it every three seconds. */
const EVERY_MS = 5_000;

/** Who is connected, read again and again while it is shown. */
export function useStreams({ credential }: Session) {
  const [page, setPage] = useState<StreamsPage>();
  const [failure, setFailure] = useState<string>();
  /** The beginnings of the pages up to the one that is shown. */
  const [starts, setStarts] = useState<readonly string[]>([]);
  const start = starts.at(-1);

  const read = useCallback(async () => {
    try {
      setPage(await listStreams(credential, start));
      setFailure(undefined);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  }, [credential, start]);

  useEffect(() => {
    void read();
    const timer = setInterval(() => void read(), EVERY_MS);
    return () => clearInterval(timer);
  }, [read]);

  return {
    page,
    failure,
    read,
    first: starts.length === 0,
    next: () => page?.next && setStarts([...starts, page.next]),
    previous: () => setStarts(starts.slice(0, -1)),
  };
}
