import { type StreamItem } from '../stream-item.js';
import { entryOf } from './messages.js';
import { RecentItems } from './recent-items.js';

const at = (n: number, epoch = 'a') => `${epoch}-1000-${n}`;
const event = (n: number, position = at(n)): StreamItem => ({
  kind: 'event',
  position,
  event: { event_id: `e${n}`, event_type: 't', summary: '', module: 'm', severity: 'info', created_at: '' },
});
const gap = (position: string): StreamItem => ({
  kind: 'gap',
  position,
  reason: 'log_rewound',
  missedFrom: undefined,
  resumedAt: position,
});
const snapshot = (count: number, position: string): StreamItem => ({
  kind: 'snapshot',
  position,
  events: Array.from({ length: count }, (_, n) => (event(n) as StreamItem & { kind: 'event' }).event),
});

function keeping(base: string, items: readonly StreamItem[], recent = new RecentItems()): RecentItems {
  recent.restart(base);
  for (const item of items) recent.push(entryOf(item, recent.position, 5));
  return recent;
}

describe('RecentItems', () => {
  it('finds what comes after a position, whether an item has it or not', () => {
    const recent = keeping(at(10), [event(11), event(14)]);
    expect([9, 10, 11, 12, 14, 20].map((n) => recent.find(at(n)))).toEqual([undefined, 0, 1, 0, 2, 1]);
    expect(recent.find(at(12, 'b'))).toBeUndefined();
    expect(new RecentItems().find('')).toBeUndefined();
  });

  it('goes back to before events that came with one position, and to before a gap', () => {
    const polled = keeping(at(10), [event(11), event(12, at(11)), event(13, at(11)), event(14)]);
    expect(polled.find(at(11))).toBe(1);
    expect(polled.find(at(13))).toBe(0);
    const rewound = keeping(at(10), [event(11), gap(at(5)), event(6)]);
    expect(rewound.find(at(11))).toBe(1);
    expect(keeping(at(10, 'b'), [gap(at(5)), event(6)]).find(at(6))).toBe(2);
  });

  it('lets nobody continue whose position a failover lost', () => {
    const rewound = (n: number) => `a-9000-${n}`;
    const recent = keeping(rewound(12), [event(13, rewound(13)), event(14, rewound(14))]);
    expect([12, 13, 20].map((n) => recent.find(at(n)))).toEqual([undefined, undefined, undefined]);
    expect([13, 20].map((n) => recent.find(rewound(n)))).toEqual([1, 1]);
    expect(keeping(at(10), [event(12, rewound(12))]).find(at(13))).toBeUndefined();
  });

  it('continues after the gap where the log sent the position again, or the position is a later one', () => {
    const rewound = (n: number) => `a-9000-${n}`;
    const items = [event(11), event(12), gap(at(0)), event(10), event(11), event(12, rewound(12))];
    const recent = keeping(at(10), items);
    expect([at(11), at(12), rewound(12)].map((position) => recent.find(position))).toEqual([5, 2, 6]);
  });

  it('lets nobody continue before an index from which on it keeps', () => {
    const recent = keeping(at(10), [event(11), event(12), event(13)]);
    recent.forgetBefore(2);
    expect([11, 12, 13].map((n) => recent.find(at(n)))).toEqual([undefined, undefined, 3]);
    expect([recent.first, recent.next]).toEqual([2, 3]);
  });

  it('knows the newest events of a snapshot, unless something is missing before', () => {
    const recent = keeping('', [snapshot(5, at(5)), event(6), event(7)]);
    expect([0, 2, 3, 7, 8].map((count) => recent.newest(count))).toEqual([3, 1, 0, 0, undefined]);
    expect(keeping('', [snapshot(2, at(2))]).newest(100)).toBe(0);
    expect(keeping('', [snapshot(5, at(5)), gap(at(9)), event(10)]).newest(2)).toBeUndefined();
  });

  it('keeps a bounded number of items and characters, and forgets events of one position together', () => {
    const items = [event(11), event(12, at(11)), event(13, at(11)), event(14), event(15), event(16)];
    const recent = keeping(at(10), items, new RecentItems(4));
    expect([recent.first, recent.base, recent.next]).toEqual([4, at(14), 6]);
    expect(recent.at(3)).toBeUndefined();
    const short = keeping(at(10), items, new RecentItems(100, 1));
    expect([short.first, short.next]).toEqual([5, 6]);
  });

  it('lets nobody continue where it forgot a part of the events of one position', () => {
    const recent = keeping(at(10), [event(11, at(10)), event(12, at(10)), event(13, at(10))], new RecentItems(2));
    expect(recent.find(at(10))).toBeUndefined();
  });
});
