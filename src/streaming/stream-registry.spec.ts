// One instance carries thousands of streams: one client must not slow the others down, and a closed stream must leave nothing
// behind.
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../cluster/eventually.js';
import { keeping, newEvent, newEvents, range } from '../../test/contract/support/events.js';
import { HeldLog } from '../../test/contract/support/held-log.js';
import { LiveStreams, type LiveStreamsOptions, type Opened } from '../../test/contract/support/live-streams.js';
import { MemoryEventLog } from '../event-log/event-log.memory.js';
import { StreamFilter } from './stream-filter.js';

describe('open streams', () => {
  let streams: LiveStreams;
  afterEach(() => streams.stop());

  async function start(options: LiveStreamsOptions = {}): Promise<void> {
    streams = await LiveStreams.start(options);
    await eventually(() => streams.hub.position, { what: 'the hub to have begun' });
  }

  async function live(count: number): Promise<Opened[]> {
    const opened = await Promise.all(range(1, count).map(() => streams.open()));
    await Promise.all(opened.map(({ joining }) => joining));
    return opened;
  }

  it('that do not read are ended, and come back from where they were, while the others go on', async () => {
    await start({ limits: { bufferBytes: 65_536 } });
    const [slow, ...others] = await live(4);
    slow!.reader.pause();
    const wide = 'x'.repeat(60_000);
    let label = 0;
    const ended = () => streams.observed.ends.length > 0 || slow!.connection.over;
    while (!ended()) {
      await streams.publish([newEvent(++label, { json: JSON.stringify({ label, wide }) })]);
      await Promise.all(others.map(({ reader }) => reader.label(label)));
    }
    const waited = slow!.connection.waitingBytes;
    await streams.publish(newEvents(5, label + 1));
    expect(slow!.connection.waitingBytes).toBe(waited);
    expect(waited).toBeLessThan(65_536 + 2 * 65_000);
    await Promise.all(others.map(({ reader }) => reader.label(label + 5)));
    slow!.reader.resume();
    await slow!.reader.end();
    expect(slow!.reader.of('goodbye').map(({ json }) => json)).toEqual([
      { type: 'goodbye', reason: 'slow_consumer', reconnect: true, retry_ms: 1_000 },
    ]);
    expect(slow!.reader.labels).toEqual(range(1, slow!.reader.labels.length));
    for (const { reader } of others) expect(reader.labels).toEqual(range(1, label + 5));
    await eventually(() => streams.observed.ends[0], { what: 'the end to be reported' });
    expect(streams.observed.ends).toEqual(['slow_consumer']);
  });

  it('are reported to listeners once when they open and once when they close', async () => {
    await start();
    const [opened, closed]: [string[], string[]] = [[], []];
    streams.registry.listen({ opened: ({ id }) => opened.push(id), closed: ({ id }) => closed.push(id) });
    const all = await live(3);
    const ids = all.map(({ connection }) => connection.id).sort();
    expect(opened).toEqual(ids);
    expect([...streams.registry.streams].map(({ id }) => id)).toEqual(ids);
    all[1]!.reader.close();
    await eventually(() => closed[0], { what: 'the end to be told' });
    expect(closed).toEqual([all[1]!.connection.id]);
    expect([...streams.registry.streams].map(({ id }) => id)).toEqual(ids.filter((id) => id !== closed[0]));
  });

  it('that were told goodbye and do not read it are destroyed', async () => {
    await start({ limits: { bufferBytes: 65_536 } });
    const [slow] = await live(1);
    slow!.reader.pause();
    const wide = 'x'.repeat(60_000);
    for (let label = 1; !slow!.connection.over; label++) {
      await streams.publish([newEvent(label, { json: JSON.stringify({ label, wide }) })]);
    }
    await eventually(() => streams.registry.size === 0 || undefined, { what: 'it to be destroyed' });
    expect([streams.observed.ends, streams.registry.waitingBytes]).toEqual([['slow_consumer'], 0]);
  });

  it('get heartbeats while there is silence, with the id up to which they have everything', async () => {
    await start({ limits: { heartbeatSeconds: 0 } });
    const all = (await live(1))[0]!;
    const none = await streams.open({ filter: new StreamFilter({ modules: ['none'] }) });
    await streams.publish(newEvents(3));
    for (const { reader } of [all, none]) {
      const beat = await reader.until(
        ({ frames }) => frames.find(({ event, id }) => event === 'heartbeat' && id!.endsWith('-3')),
        'it',
      );
      expect(JSON.parse(beat.data)).toMatchObject({ type: 'heartbeat' });
    }
    expect(none.reader.labels).toEqual([]);
  });

  it('get no heartbeat while there is something else to read', async () => {
    await start({ limits: { heartbeatSeconds: 1 } });
    const [one] = await live(1);
    const other = await streams.open();
    for (let label = 1; other.reader.of('heartbeat').length === 0 || label < 3; label++) {
      one!.connection.write(': busy\n\n', performance.now());
      await delay(5);
    }
    expect(one!.reader.of('heartbeat')).toEqual([]);
  });

  it('that are still behind get heartbeats with their own id: another would make them miss what is between', async () => {
    const log = new MemoryEventLog(keeping(1_000), 'epoch');
    const held = new HeldLog(log);
    await start({ log, readFrom: held, recentBytes: 1, limits: { heartbeatSeconds: 0 } });
    // A hundred of these are what is read at once.
    const large = (label: number) => newEvent(label, { json: JSON.stringify({ label, pad: 'x'.repeat(2_590) }) });
    for (const label of range(1, 150)) await streams.publish([large(label)]);
    const { reader, joining } = await streams.open({ lastId: 'epoch-0-0' });
    await held.asked();
    held.release();
    await reader.label(100);
    const before = reader.frames.length;
    await held.asked();
    const beat = ({ frames }: typeof reader) => frames.slice(before).find(({ event }) => event === 'heartbeat');
    expect((await reader.until(beat, 'a heartbeat')).id).toMatch(/-100$/);
    held.release();
    await joining;
    await reader.label(150);
  });

  it.each([
    ['its snapshot is being read', {}],
    ['what it had is being looked for', { lastId: 'unreadable!' }],
  ])('get no heartbeat with an id that they have not reached, while %s', async (_, wish) => {
    const log = new MemoryEventLog(keeping(1_000), 'epoch');
    const held = new HeldLog(log);
    await start({ log, readFrom: held, recentBytes: 1, limits: { heartbeatSeconds: 0 } });
    await streams.publishOneByOne(1, 5);
    const [witness] = [await streams.open({ lastId: `epoch-${streams.hub.position!.ms}-5` })];
    const { reader, joining } = await streams.open({ ...wish, snapshot: 3 });
    await held.asked();
    await witness.reader.first('heartbeat');
    expect(reader.numbers).toEqual([]);
    held.release();
    await joining;
  });

  it('end after their longest life, and are asked to reconnect', async () => {
    await start({ limits: { maxSeconds: 1 } });
    const [one] = await live(1);
    await one!.reader.end();
    const { json } = one!.reader.of('goodbye')[0]!;
    expect(json).toMatchObject({ reason: 'max_life', reconnect: true });
    expect(one!.reader.retryMs).toBe(json.retry_ms);
    await eventually(() => streams.registry.size === 0 || undefined, { what: 'it to be forgotten' });
    expect(streams.observed.ends).toEqual(['max_life']);
  });

  it('end all when the instance drains, in waves, each with a moment of its own to come back', async () => {
    await start();
    const opened = await live(120);
    const sizes = [120];
    // Few streams take less than the time that there is.
    const draining = streams.registry.drain(120_000, 5_000);
    while (streams.registry.size > 0) {
      const open = opened.filter(({ connection }) => !connection.over).length;
      if (sizes.at(-1) !== open) sizes.push(open);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await draining;
    await Promise.all(opened.map(({ reader }) => reader.end()));
    // A busy machine may show this loop only some of the waves.
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes.filter((size) => size % 40 !== 0)).toEqual([]);
    const retries = opened.map(({ reader }) => reader.retryMs!);
    expect(Math.min(...retries)).toBeGreaterThanOrEqual(1_000);
    expect(Math.max(...retries)).toBeLessThanOrEqual(4_000);
    expect(new Set(retries).size).toBeGreaterThan(60);
    expect(streams.observed.ends).toEqual(Array(120).fill('draining'));
  });

  it('are destroyed at the end of a drain if they do not go', async () => {
    await start();
    const opened = await live(2);
    opened[0]!.reader.pause();
    const wide = JSON.stringify({ label: 1, wide: 'x'.repeat(8_000_000) });
    await streams.publish([newEvent(1, { json: wide })]);
    await streams.registry.drain(0, 50);
    await eventually(() => streams.registry.size === 0 || undefined, { what: 'both to be gone' });
  });
});
