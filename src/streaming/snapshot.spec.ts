// A client chooses the size of its snapshot: the frame must not exceed what a stream may write at once.
import { type LogEntry } from '../event-log/event-log.interface.js';
import { SNAPSHOT_BYTES, snapshotOf } from './snapshot.js';

const entry = (n: number, bytes: number): LogEntry => ({
  position: { epoch: 'e', ms: 1, n },
  type: 't',
  module: 'm',
  severity: 'info',
  json: JSON.stringify({ n, filler: 'é'.repeat(bytes / 2) }),
});

function shown(entries: readonly LogEntry[]): number[] {
  const frame = snapshotOf(entries, { epoch: 'e', ms: 1, n: 9 }).toString();
  const { events } = JSON.parse(frame.split('data: ')[1]!) as { events: { n: number }[] };
  return events.map(({ n }) => n);
}

describe('a snapshot', () => {
  it('shows everything that fits, oldest first', () => {
    expect(shown([1, 2, 3].map((n) => entry(n, 10)))).toEqual([1, 2, 3]);
    expect(shown([])).toEqual([]);
  });

  it('shows the newest that fit in its bytes', () => {
    const wide = SNAPSHOT_BYTES / 4;
    expect(shown([1, 2, 3, 4, 5].map((n) => entry(n, wide)))).toEqual([3, 4, 5]);
    expect(shown([entry(1, 10), entry(2, SNAPSHOT_BYTES), entry(3, 10)])).toEqual([3]);
    expect(shown([entry(1, SNAPSHOT_BYTES)])).toEqual([]);
  });
});
