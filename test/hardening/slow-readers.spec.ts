// A client that reads slowly, or not at all, must not affect others. One that is only behind keeps its stream.
import { eventually } from '../../cluster/eventually.js';
import { HistoryService } from '../../src/events/history/history.service.js';
import { HISTORIES_AT_ONCE, UnreadResponses } from '../../src/events/history/unread-responses.interceptor.js';
import { formatPosition } from '../../src/event-log/position.js';
import { StreamFilter } from '../../src/streaming/stream-filter.js';
import { newEvent, newEvents, range } from '../contract/support/events.js';
import { sample } from '../e2e/support/metrics.js';
import { problem } from '../e2e/support/problem.js';
import { RawConnection } from '../e2e/support/raw-connection.js';
import { replaceMethod } from '../e2e/support/replace-method.js';
import { appsOfEachTest } from '../e2e/support/started-apps.js';
import { event } from '../support/api.js';
import { type InProcessApp } from '../support/in-process-app.js';
import { LiveStreams, type LiveStreamsOptions, type Opened } from '../contract/support/live-streams.js';

const WIDE = 60_000;
const wide = (label: number, bytes = WIDE) =>
  newEvent(label, { json: JSON.stringify({ label, filler: 'x'.repeat(bytes) }) });

describe('a stream whose client reads slowly', () => {
  let streams: LiveStreams;
  afterEach(() => streams.stop());

  async function start(options: LiveStreamsOptions = {}): Promise<void> {
    streams = await LiveStreams.start(options);
    await eventually(() => streams.hub.position, { what: 'the hub to have begun' });
  }

  /** A stream whose client reads nothing, and whose kernel takes nothing more. */
  async function stuffed(principal = 'operator'): Promise<Pick<Opened, 'connection' | 'reader'>> {
    const [socket, reader] = await streams.pair();
    reader.pause();
    const connection = streams.registry.add(socket, new StreamFilter(), principal);
    const filler = `: ${'x'.repeat(WIDE)}\n\n`;
    await eventually(
      () => {
        if (!connection.congested) connection.write(filler, performance.now());
        return connection.congested || undefined;
      },
      { what: 'the kernel to be full', everyMs: 1 },
    );
    return { connection, reader };
  }

  it('goes live only once its snapshot was read, and nothing else waits for it meanwhile', async () => {
    // CWE-770: a snapshot beside live events ended the stream as slow, at once and again each time it came back
    await start({ limits: { bufferBytes: 65_536 } });
    await streams.publish(range(1, 10).map((label) => wide(label)));
    const { connection, reader } = await stuffed();
    const joining = streams.joiner.showSnapshot(connection, 10);
    const held = connection.waitingBytes;
    for (const label of range(11, 40)) await streams.publish([wide(label)]);
    expect([connection.over, connection.live]).toEqual([false, false]);
    expect(connection.waitingBytes).toBeLessThanOrEqual(held);
    reader.resume();
    await joining;
    await streams.publish([wide(41)]);
    await reader.label(41);
    expect(reader.labels).toEqual(range(1, 41));
  });

  it('goes live only once the events that it missed were read, however small its bound', async () => {
    // CWE-770: a replay larger than the bound of a stream ended the stream that asked for it
    await start({ limits: { bufferBytes: 65_536 } });
    const first = await streams.publish(newEvents(1));
    for (const label of range(2, 40)) await streams.publish([wide(label, 20_000)]);
    const { connection, reader } = await stuffed();
    const joining = streams.joiner.resume(connection, formatPosition(first));
    for (const label of range(41, 60)) await streams.publish([wide(label, 20_000)]);
    expect([connection.over, connection.live]).toEqual([false, false]);
    reader.resume();
    await joining;
    await streams.publish(newEvents(1, 61));
    await reader.label(61);
    expect(reader.labels).toEqual(range(2, 61));
  });

  it('is not ended by one batch larger than its bound', async () => {
    // CWE-770: a burst that comes as one batch would end every stream that the kernel does not take it from at once
    await start({ limits: { bufferBytes: 65_536 } });
    const { connection, reader, joining } = await streams.open();
    await joining;
    reader.pause();
    await streams.publish([wide(1, 16_000_000)]);
    for (const label of range(2, 20)) await streams.publish([wide(label, 1_000)]);
    expect([connection.over, connection.congested]).toEqual([false, true]);
    reader.resume();
    await reader.label(20);
    expect(reader.labels).toEqual(range(1, 20));
  });

  it('begins with no more than a megabyte', async () => {
    // CWE-770: what a reader may ask for in one frame is chosen by the reader
    await start({ recentBytes: 8_000_000 });
    await streams.publish(range(1, 100).map((label) => wide(label)));
    const { reader } = await streams.open({ snapshot: 100 });
    await reader.first('snapshot');
    expect(reader.labels).toEqual(range(84, 100));
  });

  it('that opens during a drain gets its goodbye at once', async () => {
    // CWE-772: a stream that was let in before a drain and opened after it began held the shutdown until its end
    await start();
    const draining = streams.registry.drain(0, 10_000);
    const { reader, joining } = await streams.open();
    await joining;
    await reader.end();
    await draining;
    expect(reader.frames.map(({ event }) => event)).toEqual(['goodbye']);
    expect(reader.of('goodbye')[0]!.json).toMatchObject({ reason: 'draining', reconnect: true });
  });

  it('is ended once more than its bound waits beside the bytes in its socket', async () => {
    // CWE-770: a client that does not read must not make the process keep all new events
    await start({ limits: { bufferBytes: 65_536 } });
    const { connection, reader } = await stuffed();
    for (const label of range(1, 4)) connection.write(`: ${label}${'x'.repeat(40_000)}\n\n`, performance.now());
    expect([connection.over, connection.reason]).toEqual([true, 'slow_consumer']);
    expect(streams.budget.bytes).toBeLessThan(2 * WIDE);
    reader.close();
    await eventually(() => streams.budget.bytes === 0 || undefined, { what: 'nothing to be held' });
  });

  it('costs the memory that waits for it, and shared memory counts once', async () => {
    // CWE-770: counted for each stream, one burst would pass any budget and end streams that keep up
    await start({ budgetBytes: 8_000_000, limits: { bufferBytes: 16_000_000 } });
    const slow: Opened[] = [];
    for (let n = 0; n < 20; n++) slow.push(await streams.open());
    await Promise.all(slow.map(({ joining }) => joining));
    for (const { reader } of slow) reader.pause();
    let label = 0;
    while (!slow.every(({ connection }) => connection.waitingBytes > 1_000_000)) await streams.publish([wide(++label)]);
    expect(streams.registry.waitingBytes).toBeGreaterThan(20_000_000);
    expect(streams.budget.bytes).toBeLessThan(8_000_000);
    expect(streams.cuts).toEqual([]);
    for (const { reader } of slow) reader.resume();
    await Promise.all(slow.map(({ reader }) => reader.label(label)));
    await eventually(() => streams.budget.bytes === 0 || undefined, { what: 'nothing to be held' });
  });

  it('is cut when all waiting bytes exceed the budget: the largest of the principal with the most', async () => {
    // CWE-770: 400 streams that did not read, each within its own bound, held 650 MB
    await start({ budgetBytes: 6_000_000, recentBytes: 4_000_000 });
    await streams.publish(range(1, 16).map((label) => wide(label)));
    const good = await stuffed('operator');
    void streams.joiner.showSnapshot(good.connection, 1);
    const greedy = [];
    for (let n = 0; n < 9; n++) {
      const one = await stuffed('gateway');
      // A snapshot is a Buffer of its own for each stream.
      void streams.joiner.showSnapshot(one.connection, 100);
      greedy.push(one);
      await eventually(() => streams.budget.bytes <= 6_000_000 || undefined, { what: 'the budget to be kept' });
    }
    expect(streams.cuts.length).toBeGreaterThan(0);
    expect(new Set(streams.cuts)).toEqual(new Set(['gateway']));
    await eventually(() => streams.observed.ends.length === streams.cuts.length || undefined, {
      what: 'them to be gone',
    });
    expect(new Set(streams.observed.ends)).toEqual(new Set(['slow_consumer']));
    expect(greedy.filter(({ connection }) => !connection.over).length).toBeGreaterThan(0);
    good.reader.resume();
    await streams.publish([wide(17)]);
    await good.reader.label(17);
    expect(good.reader.labels).toEqual([16, 17]);
  });
});

describe('a history whose client does not read', () => {
  const start = appsOfEachTest();
  const HISTORY = 'GET /operator/api/events?limit=1000';

  async function full(env: Record<string, string>): Promise<InProcessApp> {
    const app = await start(env);
    const some = Array.from({ length: 14 }, () => event({ payload: { filler: 'x'.repeat(60_000) } }));
    await app.operator.publish(...some);
    return app;
  }

  /** Asks for forty histories, over four connections that read nothing. */
  async function unreadHistories(app: InProcessApp): Promise<RawConnection[]> {
    const connections = await Promise.all(Array.from({ length: 4 }, () => RawConnection.open(app.baseUrl)));
    for (const connection of connections) {
      connection.pause();
      for (let n = 0; n < 10; n++) connection.request(HISTORY, app.reader.headers);
    }
    return connections;
  }

  it('is cut when all waiting bytes exceed the budget, and the others are served', async () => {
    // CWE-770: 80 histories that nobody read held 1.3 GB
    const app = await full({ VX11_BUFFER_BYTES_MAX: '4194304' });
    const before = await sample(app, 'vx11_buffer_cuts_total{principal="principal"}');
    const unread = await unreadHistories(app);
    const cuts = async () => (await sample(app, 'vx11_buffer_cuts_total{principal="principal"}')) - before;
    await eventually(async () => (await cuts()) > 0 || undefined, { what: 'it to be cut' });
    const held = () => sample(app, 'vx11_buffer_used_ratio');
    await eventually(async () => (await held()) === 0 || undefined, { what: 'nothing to be held for it' });
    expect((await app.operator.call('GET', '/operator/api/events?limit=1000')).status).toBe(200);
    for (const connection of unread) connection.close();
  });

  it('is cut when its client reads nothing for long', async () => {
    // CWE-400: a response that is never read would take memory for ever
    const app = await full({});
    const unread = await unreadHistories(app);
    const held = () => sample(app, 'vx11_buffer_used_ratio');
    await eventually(async () => (await held()) > 0 || undefined, { what: 'it to be held' });
    Reflect.set(app.app.get(UnreadResponses), 'unreadMs', 200);
    await eventually(async () => (await held()) === 0 || undefined, { what: 'nothing to be held for it' });
    for (const connection of unread) connection.close();
  });

  it('is one of a hundred that its principal may have at once', async () => {
    // CWE-770: a bound for each response does not bound a caller with many requests
    const app = await full({});
    const limit = (n: number) => `/operator/api/events?limit=${n}`;
    const held: (() => void)[] = [];
    replaceMethod(app.app.get(HistoryService), 'latest', (latest) => async (count, ...rest) => {
      if (count === 2) await new Promise<void>((resolve) => held.push(resolve));
      return latest(count, ...rest);
    });
    const due = Array.from({ length: HISTORIES_AT_ONCE }, () => app.reader.call('GET', limit(2)));
    await eventually(() => held.length === HISTORIES_AT_ONCE || undefined, { what: 'all to be under way' });
    const refused = await app.reader.call('GET', limit(1));
    expect(refused).toMatchObject(problem('rate_limited'));
    expect(refused.headers.get('ratelimit-policy')).toBe('"histories";q=100;qu="concurrent-requests"');
    expect((await app.operator.call('GET', limit(1))).status).toBe(200);
    for (const release of held) release();
    expect((await Promise.all(due)).map(({ status }) => status)).toEqual(due.map(() => 200));
    expect((await app.reader.call('GET', limit(1))).status).toBe(200);
  });
});
