// A joining stream reads old events from the log and gets new ones from the hub, and both change meanwhile: a mistake in joining loses
// events or delivers them twice.
import { eventually } from '../../cluster/eventually.js';
import { keeping, newEvent, newEvents, range } from '../../test/contract/support/events.js';
import { HeldLog } from '../../test/contract/support/held-log.js';
import { Gate, laggingLog, randomOf, yields } from '../../test/contract/support/lagging.js';
import { LiveStreams, type LiveStreamsOptions } from '../../test/contract/support/live-streams.js';
import { type EventLog } from '../event-log/event-log.interface.js';
import { MemoryEventLog } from '../event-log/event-log.memory.js';
import { formatPosition } from '../event-log/position.js';
import { StreamFilter } from './stream-filter.js';

describe('a stream that joins', () => {
  let streams: LiveStreams;
  afterEach(() => streams.stop());

  async function start(options: LiveStreamsOptions = {}, events = 0): Promise<LiveStreams> {
    streams = await LiveStreams.start(options);
    await eventually(() => streams.hub.position, { what: 'the hub to have begun' });
    if (events > 0) await streams.publish(newEvents(events));
    return streams;
  }

  it('is shown the newest events first, then what comes', async () => {
    await start({}, 10);
    const { reader, joining } = await streams.open({ snapshot: 3 });
    await joining;
    await streams.log.append(newEvents(2, 11));
    await reader.label(12);
    expect(reader.frames.map(({ event }) => event)).toEqual(['snapshot', 'message', 'message']);
    expect(reader.labels).toEqual([8, 9, 10, 11, 12]);
    expect(reader.numbers).toEqual([10, 11, 12]);
  });

  it('is shown an empty snapshot when there is nothing, with an id to resume from', async () => {
    await start();
    const { reader } = await streams.open({ snapshot: 0 });
    expect(await reader.first('snapshot')).toMatchObject({ id: 'epoch-0-0', json: { events: [] } });
    await streams.log.append(newEvents(1));
    await reader.label(1);
  });

  it('goes on after its last id, from memory', async () => {
    await start({}, 10);
    const { head } = await streams.log.read('start', 1);
    const { reader } = await streams.open({ lastId: formatPosition({ ...head, n: head.n }) });
    const old = await streams.open({ lastId: 'epoch-0-0' });
    await streams.log.append(newEvents(1, 11));
    await Promise.all([reader.label(11), old.reader.label(11)]);
    expect([reader.labels, old.reader.labels]).toEqual([[11], range(1, 11)]);
    expect(streams.observed.sources).toEqual(['memory', 'memory']);
  });

  it('goes on after its last id, from the log where memory does not reach back', async () => {
    await start({ recentBytes: 1 });
    await streams.publishOneByOne(1, 150);
    const { reader } = await streams.open({ lastId: 'epoch-0-0' });
    await reader.label(150);
    expect(reader.labels).toEqual(range(1, 150));
    expect(streams.observed.sources).toEqual(['log']);
  });

  it('is told what was trimmed, and given everything that is left', async () => {
    await start({ log: new MemoryEventLog(keeping(10), 'epoch'), recentBytes: 1 });
    await streams.publishOneByOne(1, 30);
    const { reader } = await streams.open({ lastId: 'epoch-0-0' });
    await reader.label(30);
    const { json, id } = reader.of('gap')[0]!;
    expect(json).toEqual({ type: 'gap', reason: 'trimmed', missed_from: 'epoch-0-0', resumed_at: id });
    expect(reader.numbers).toEqual(range(20, 30));
    expect(streams.observed.sources).toEqual(['expired']);
  });

  it('is told that its id is of another log', async () => {
    await start({}, 3);
    const { reader } = await streams.open({ lastId: 'other-17-9' });
    await reader.label(3);
    expect(reader.of('gap')[0]!.json).toMatchObject({ reason: 'log_lost', missed_from: 'other-17-9' });
    expect(reader.labels).toEqual([1, 2, 3]);
  });

  it.each(['', 'x', '../../etc/passwd', 'epoch-1', 'a'.repeat(10_000), 'epoch-01-1'])(
    'is told that its id cannot be read, without it being repeated (%#)',
    async (lastId) => {
      await start({}, 3);
      const { reader } = await streams.open({ lastId });
      await reader.label(3);
      expect(reader.of('gap')[0]!.json).toMatchObject({ reason: 'unreadable', missed_from: null });
      expect(reader.labels).toEqual([1, 2, 3]);
      expect(streams.observed.sources).toEqual(['unreadable']);
    },
  );

  it('is told at once that what it had was lost, although the log is not that far again', async () => {
    // After a failover: the client comes back, to an instance that saw nothing of it, with an id past the new head.
    await start({}, 5);
    const { reader } = await streams.open({ lastId: `epoch-${Date.now() - 1_000}-9` });
    expect((await reader.first('gap')).json).toMatchObject({ reason: 'log_rewound' });
    await reader.label(5);
    await streams.log.append(newEvents(1, 6));
    await reader.label(6);
    expect(reader.labels).toEqual(range(1, 6));
    expect(streams.observed.sources).toEqual(['gap']);
  });

  it('is live at once after a gap in front of an empty log', async () => {
    await start();
    const { reader, connection, joining } = await streams.open({ lastId: 'other-17-9' });
    await reader.first('gap');
    // Until then its heartbeats would carry the id that is gone, and the client would be told the gap again.
    await eventually(() => connection.live || undefined, { what: 'it to be live' });
    await joining;
  });

  it('waits, and does not read the log again and again, until the hub learns of a failover', async () => {
    const after = new MemoryEventLog(keeping(100), 'epoch');
    let reads = 0;
    const random = randomOf(1);
    const late = laggingLog(after, random);
    const readFrom: EventLog = { ...late, read: (from, limit) => (reads++, late.read(from, limit)) };
    await start({ readFrom }, 5);
    const { ms } = streams.hub.position!;
    await eventually(() => Date.now() > ms || undefined, { what: 'the next millisecond', everyMs: 1 });
    const head = (await after.append(newEvents(3))).at(-1)!;
    const { connection } = await streams.open({ lastId: formatPosition(head) });
    for (let turn = 0; turn < 30; turn++) await yields(random);
    expect(reads).toBeLessThanOrEqual(2);
    streams.hub.gap('log_rewound', head);
    await eventually(() => connection.live || undefined, { what: 'it to be live' });
  });

  it('misses nothing that overtook it while the log was being asked, although nothing comes after', async () => {
    const log = new MemoryEventLog(keeping(100), 'epoch');
    const [held, gate] = [new HeldLog(log), new Gate()];
    await start({ log, readFrom: held, recentBytes: 1, hearing: (hub) => gate.before(hub) }, 1);
    gate.close();
    const [second] = await log.append(newEvents(1, 2));
    const { reader } = await streams.open({ lastId: formatPosition(second!) });
    await held.asked();
    for (const label of [3, 4]) {
      const heard = gate.waiting.length;
      await log.append(newEvents(1, label));
      await eventually(() => gate.waiting.length > heard || undefined, { what: 'the tail to bring it', everyMs: 1 });
    }
    gate.open();
    held.release();
    held.asked().then(
      () => held.release(),
      () => undefined,
    );
    await reader.label(4);
    expect(reader.labels).toEqual([3, 4]);
  });

  it('shows nothing that its filter does not pass, wherever it comes from', async () => {
    const filter = new StreamFilter({ modules: ['madre'] });
    await start({ recentBytes: 1 });
    const modules = ['madre', 'switch', 'hermes'];
    for (const n of range(1, 60)) await streams.publish([newEvent(n, { module: modules[n % 3]! })]);
    const resumed = await streams.open({ lastId: 'epoch-0-0', filter });
    const shown = await streams.open({ snapshot: 2, filter });
    await Promise.all([resumed.joining, shown.joining]);
    await streams.log.append(range(61, 66).map((n) => newEvent(n, { module: modules[n % 3]! })));
    await Promise.all([resumed.reader.label(66), shown.reader.label(66)]);
    expect(resumed.reader.labels).toEqual(range(1, 22).map((n) => n * 3));
    expect(shown.reader.labels).toEqual([57, 60, 63, 66]);
  });

  it('rejects when the log cannot be read, and leaves nothing behind', async () => {
    const log = new MemoryEventLog(keeping(100), 'epoch');
    const held = new HeldLog(log);
    await start({ log, readFrom: held, recentBytes: 1 });
    await streams.publishOneByOne(1, 5);
    const { joining, reader } = await streams.open({ lastId: 'epoch-0-0' });
    await held.asked();
    held.fail(new Error('away'));
    await expect(joining).rejects.toThrow('away');
    await reader.end();
    await eventually(() => streams.registry.size === 0 || undefined, { what: 'the stream to be forgotten' });
    expect(streams.observed.ends).toEqual(['error']);
  });

  it('leaves nothing behind when its client goes while the past is being read', async () => {
    const log = new MemoryEventLog(keeping(100), 'epoch');
    const held = new HeldLog(log);
    await start({ log, readFrom: held, recentBytes: 1 });
    await streams.publishOneByOne(1, 5);
    const { joining, reader, connection } = await streams.open({ lastId: 'epoch-0-0' });
    await held.asked();
    reader.close();
    await eventually(() => streams.registry.size === 0 || undefined, { what: 'the stream to be forgotten' });
    held.release();
    await joining;
    await streams.publishOneByOne(6, 6);
    expect([connection.over, streams.observed.ends, streams.observed.events]).toEqual([true, ['client'], 5]);
  });
});
