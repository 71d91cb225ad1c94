// What a tab is given of what its group keeps, and when it asks the service itself.
import { type FollowOptions } from '../follow-options.js';
import { type StreamItem } from '../stream-item.js';
import { Delivered } from './delivered.js';
import { type Follow } from './follow.js';
import { type Member } from './member.js';
import { entryOf } from './messages.js';
import { readGroup } from './read-group.js';
import { RecentItems } from './recent-items.js';

const at = (n: number, ms = 1_000 + n) => `a-${ms}-${n}`;
const gap: StreamItem = { kind: 'gap', position: at(0), reason: '', missedFrom: undefined, resumedAt: undefined };
const event = (n: number, position = at(n), created_at = position): StreamItem => ({
  kind: 'event',
  position,
  event: { event_id: `e${n}`, event_type: 't', summary: '', module: 'm', severity: 'info', created_at },
});

/** A group that keeps these items after `base`, and has ended. */
function keeping(base: string, items: readonly StreamItem[]) {
  const recent = new RecentItems();
  recent.restart(base);
  for (const item of items) recent.push(entryOf(item, recent.position, 5));
  return { recent, end: {}, changed: () => Promise.resolve(), tell: () => undefined } as unknown as Member;
}

const shown = (item: StreamItem) => {
  if (item.kind === 'snapshot') return item.events.map((one) => `${one.event_id} ${one.created_at}`);
  return item.kind === 'event' ? item.position : item.kind;
};

/** What a tab reads that has everything up to `delivered`. `own` is what a stream of its own has; without it, none may be opened. */
async function read(member: Member, delivered: Delivered, own?: (options: FollowOptions) => readonly StreamItem[]) {
  const items: unknown[] = [];
  const follow: Follow = async function* (options) {
    await Promise.resolve();
    if (own === undefined) throw new Error(`asked the service after ${options.lastEventId}`);
    yield* own(options);
  };
  const { signal } = new AbortController();
  for await (const item of readGroup(member, delivered, { baseUrl: '', snapshot: 2 }, follow, signal)) {
    items.push(shown(item));
  }
  return items;
}

describe('A tab of a group', () => {
  it('begins with the newest events, also if two of them have the same id', async () => {
    const member = keeping(at(0), [event(1, at(1), 'eight'), event(1, at(2), 'nine')]);
    expect(await read(member, new Delivered(''))).toEqual([['e1 eight', 'e1 nine']]);
  });

  it('asks the service if a failover lost what it has, although the group can go on from a number below', async () => {
    const anew = (n: number) => event(n, at(n, 9_000));
    const member = keeping(at(92, 9_000), [anew(93), anew(101)]);
    const own = () => [gap, event(90), anew(91), anew(92), anew(93)];
    expect(await read(member, new Delivered(at(100)), own)).toEqual([
      'gap',
      at(90),
      ...[91, 92, 93, 101].map((n) => at(n, 9_000)),
    ]);
  });

  it('asks it too if the clock of the new log is behind, and a new leader had nothing of what was lost', async () => {
    const delivered = new Delivered(at(10));
    for (const n of [11, 12, 13]) delivered.take(event(n), true);
    const [anew12, anew14] = [event(12, at(12, 1_011)), event(14, at(14, 1_020))];
    const asked: unknown[] = [];
    const own = ({ lastEventId }: FollowOptions) => {
      asked.push(lastEventId);
      return [gap, event(11), anew12, anew14];
    };
    expect(await read(keeping(at(11), [anew12, anew14]), delivered, own)).toEqual([
      'gap',
      anew12.position,
      anew14.position,
    ]);
    expect(asked).toEqual([at(13)]);
  });
});
