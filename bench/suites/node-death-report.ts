import { type NodeDeathRow } from './node-death.js';

export function nodeDeathTable(rows: NodeDeathRow[], rate: number) {
  return {
    id: 'death',
    title: `A server is killed with SIGKILL, ${rows[0]?.streams ?? 0} streams, ${rate} events/s one at a time`,
    rows,
    columns: [
      { title: 'streams cut', of: ({ cut }: NodeDeathRow) => cut },
      { title: 'live again', of: ({ back }: NodeDeathRow) => back },
      { title: 'lost, a cut stream', of: ({ lost, cut }: NodeDeathRow) => perStream(lost, cut), digits: 1 },
      { title: 'doubled, a cut stream', of: ({ doubled, cut }: NodeDeathRow) => perStream(doubled, cut), digits: 1 },
      { title: 'told of a loss', of: ({ told }: NodeDeathRow) => told },
      { title: 'live after s, p50', of: (row: NodeDeathRow) => row.p50Seconds, digits: 2 },
      { title: 'at most s', of: (row: NodeDeathRow) => row.maxSeconds, digits: 2 },
      { title: 'of it the client waits s', of: (row: NodeDeathRow) => row.waitedSeconds, digits: 1 },
      { title: 'calls repeated', of: (row: NodeDeathRow) => row.repeatedCalls },
    ],
    notes: [
      'Live: the first event that is less than 250 ms old has arrived. Streams were opened through nginx where several servers are; events are published at one that goes on. A server that was restarted was started at once, and the publisher repeats a call that failed every 100 ms.',
      'Clients come back as an EventSource does: after what the server asks for with `retry:`, or else 3 s, with Last-Event-ID. Those of Centrifugo come back after 0.5 s with the epoch and the offset that they have.',
    ],
  };
}

function perStream(events: number, streams: number): number | undefined {
  return streams > 0 ? events / streams : undefined;
}
