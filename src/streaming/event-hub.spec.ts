// The hub must give every event to every live stream exactly once, or report a gap.
import { eventually } from '../../cluster/eventually.js';
import { newEvent, newEvents, range } from '../../test/contract/support/events.js';
import { LiveStreams } from '../../test/contract/support/live-streams.js';
import { formatPosition } from '../event-log/position.js';
import { StreamFilter } from './stream-filter.js';

describe('the hub', () => {
  let streams: LiveStreams;
  beforeEach(async () => {
    streams = await LiveStreams.start();
    await eventually(() => streams.hub.position, { what: 'the hub to have begun' });
  });
  afterEach(() => streams.stop());

  it('gives a batch to every stream whose filter it passes, and counts what it delivered', async () => {
    const modules = ['madre', 'switch'];
    const filters = [...modules, ...modules].map((module) => new StreamFilter({ modules: [module] }));
    const opened = await Promise.all([streams.open(), ...filters.map((filter) => streams.open({ filter }))]);
    await Promise.all(opened.map(({ joining }) => joining));
    await streams.publish(range(1, 10).map((n) => newEvent(n, { module: modules[n % 2]! })));
    await Promise.all(opened.map(({ reader }, index) => reader.label(index === 1 || index === 3 ? 10 : 9)));
    const [odd, even] = [range(0, 4).map((n) => 2 * n + 1), range(1, 5).map((n) => 2 * n)];
    expect(opened.map(({ reader }) => reader.labels)).toEqual([range(1, 10), even, odd, even, odd]);
    expect(streams.observed.events).toBe(30);
  });

  it('writes a gap to every live stream, with the positions before and after it', async () => {
    const opened = await Promise.all([
      streams.open(),
      streams.open({ filter: new StreamFilter({ modules: ['none'] }) }),
    ]);
    await Promise.all(opened.map(({ joining }) => joining));
    const last = await streams.publish(newEvents(3));
    const resumedAt = { epoch: 'next', ms: 7, n: 0 };
    streams.hub.gap('log_lost', resumedAt);
    for (const { reader } of opened) {
      const { json, id } = await reader.first('gap');
      expect(id).toBe('next-7-0');
      expect(json).toEqual({
        type: 'gap',
        reason: 'log_lost',
        missed_from: formatPosition(last),
        resumed_at: 'next-7-0',
      });
    }
    expect([streams.hub.position, streams.hub.gaps, streams.observed.gaps]).toEqual([resumedAt, 1, [['log_lost', 2]]]);
  });

  it('forgets what it had in memory when there is a gap', async () => {
    await streams.publish(newEvents(3));
    const filter = new StreamFilter();
    expect(streams.hub.latest(3, filter)).toHaveLength(3);
    streams.hub.gap('trimmed', { epoch: 'epoch', ms: 9, n: 9 });
    expect(streams.hub.latest(1, filter)).toBeUndefined();
  });

  it('says whether it has reached a position', async () => {
    const last = await streams.publish(newEvents(3));
    const asked = [last, { ...last, n: 2 }, { ...last, n: 4 }, { ...last, n: 2, epoch: 'other' }];
    expect(asked.map((position) => streams.hub.hasReached(position))).toEqual([true, true, false, false]);
  });

  it('resolves with every batch and every gap for those who wait for a new position', async () => {
    const batch = streams.hub.positionChange();
    await streams.log.append(newEvents(1));
    await batch;
    const gap = streams.hub.positionChange();
    streams.hub.gap('trimmed', { epoch: 'epoch', ms: 9, n: 9 });
    await gap;
  });

  it('notes the time whenever the tail is up to date', async () => {
    const before = performance.now();
    await streams.log.append(newEvents(1));
    await eventually(() => streams.hub.upToDateAt > before || undefined, { what: 'the tail to be up to date' });
  });

  it('deletes a group when its last stream is closed', async () => {
    const filter = new StreamFilter({ modules: ['madre'] });
    const opened = await Promise.all([streams.open({ filter }), streams.open({ filter })]);
    await Promise.all(opened.map(({ joining }) => joining));
    expect(groupsOf(streams)).toEqual([2]);
    opened[0].reader.close();
    await eventually(() => streams.registry.size === 1 || undefined, { what: 'one stream to be forgotten' });
    expect(groupsOf(streams)).toEqual([1]);
    opened[1].reader.close();
    await eventually(() => streams.registry.size === 0 || undefined, { what: 'both streams to be forgotten' });
    expect(groupsOf(streams)).toEqual([]);
  });
});

/** How many members each group has. */
function groupsOf({ hub }: LiveStreams): number[] {
  const groups = Reflect.get(hub, 'groups') as Map<string, { members: Set<unknown> }>;
  return [...groups.values()].map(({ members }) => members.size);
}
