// A stream ends by its age, by its client or by the service. Its client must be able to tell which, and the service
// must keep nothing of it.
import { eventually } from '../../cluster/eventually.js';
import { event } from '../support/api.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { type SseReader } from '../support/sse-reader.js';
import { sample } from './support/metrics.js';
import { RawConnection } from './support/raw-connection.js';
import { appsOfEachTest } from './support/started-apps.js';

const openStreams = (app: InProcessApp) => sample(app, 'vx11_streams_open');
const ended = (app: InProcessApp, reason: string) => sample(app, `vx11_streams_ended_total{reason="${reason}"}`);

const gone = (app: InProcessApp) =>
  eventually(async () => (await openStreams(app)) === 0 || undefined, { what: 'no stream to be open' });

const goodbyeOf = async (stream: SseReader) =>
  JSON.parse((await stream.first('goodbye')).data) as { reason: string; reconnect: boolean; retry_ms: number };

describe('heartbeats', () => {
  let app: InProcessApp;

  beforeAll(async () => {
    app = await startInProcess({ VX11_OPERATOR_SSE_HEARTBEAT: '1' });
  });

  afterAll(() => app.close());

  it('come after a silence, with the position up to which the stream has everything', async () => {
    const [open, filtered] = [await app.operator.stream(), await app.operator.stream('severity=critical')];
    for (const stream of [open, filtered]) await stream.first('snapshot');
    const [id] = await app.operator.publish(event());
    for (const stream of [open, filtered]) {
      // One may come before the event, with the position of then.
      const heartbeat = await stream.until(
        () => stream.framesOf('heartbeat').find((beat) => beat.id === id),
        'a heartbeat with the position of the event',
      );
      const { timestamp } = JSON.parse(heartbeat.data) as { timestamp: string };
      expect(heartbeat.data).toBe(JSON.stringify({ type: 'heartbeat', timestamp }));
      expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(stream.body).toContain(`\n\nid: ${id}\nevent: heartbeat\ndata: ${heartbeat.data}\n\n`);
      expect(stream.lastEventId).toBe(id);
      await stream.until(
        () => stream.framesOf('heartbeat').filter((beat) => beat.id === id).length >= 2,
        'another heartbeat',
      );
      stream.close();
    }
  });
});

describe('the longest life', () => {
  const start = appsOfEachTest();

  it('ends with a goodbye that asks to reconnect, at a random moment', async () => {
    const app = await start({ VX11_STREAM_MAX_SECONDS: '1' });
    const before = await ended(app, 'max_life');
    const streams = await Promise.all(Array.from({ length: 8 }, () => app.operator.stream()));
    const retries = new Set<number>();
    for (const stream of streams) {
      const { retry_ms, ...goodbye } = await goodbyeOf(stream);
      await stream.end();
      expect(goodbye).toEqual({ type: 'goodbye', reason: 'max_life', reconnect: true });
      expect(retry_ms).toBeGreaterThanOrEqual(1_000);
      expect(retry_ms).toBeLessThanOrEqual(4_000);
      expect(stream.retryMs).toBe(retry_ms);
      expect(stream.frames.at(-1)!.event).toBe('goodbye');
      // A goodbye has no position: the client reconnects with its last one.
      expect(stream.frames.at(-1)!.id).toBeUndefined();
      retries.add(retry_ms);
    }
    expect(retries.size).toBeGreaterThan(1);
    await gone(app);
    expect(await ended(app, 'max_life')).toBe(before + 8);
  });
});

describe('a client that goes away', () => {
  let app: InProcessApp;

  beforeAll(async () => {
    app = await startInProcess({ VX11_STREAM_BUFFER_BYTES: '65536' });
  });

  afterAll(() => app.close());

  it('leaves nothing behind', async () => {
    const before = await ended(app, 'client');
    const streams = await Promise.all(
      Array.from({ length: 50 }, (_, index) => app.operator.stream(index % 2 ? `module=m${index}` : '')),
    );
    for (const stream of streams) await stream.first('snapshot');
    expect(await openStreams(app)).toBe(50);
    for (const stream of streams) stream.close();
    await gone(app);
    expect(await ended(app, 'client')).toBe(before + 50);
    await app.operator.publish(event());
  });

  it('keeps its stream if it has only ended its side of the connection', async () => {
    const connection = await RawConnection.open(app.baseUrl);
    connection.request(`GET /operator/api/events/stream?token=${await app.operator.token()}`);
    await connection.until(/event: snapshot/);
    connection.finish();
    // Comments, which show whether the client still reads.
    await connection.until(/\n:\n\n:\n\n/);
    await app.operator.publish(event({ summary: 'Still there.' }));
    await connection.until(/Still there\./);
    connection.close();
    const noticed = async () => {
      await app.operator.publish(event());
      return (await openStreams(app)) === 0 || undefined;
    };
    await eventually(noticed, { what: 'it to be gone' });
  });

  it('while its token is being redeemed, leaves no open stream', async () => {
    for (let attempt = 0; attempt < 20; attempt++) {
      const connection = await RawConnection.open(app.baseUrl);
      connection.request(`GET /operator/api/events/stream?token=${await app.operator.token()}`);
      connection.close();
    }
    await app.operator.publish(event());
    await gone(app);
  });

  it('that does not read is ended, and holds no memory', async () => {
    const before = await ended(app, 'slow_consumer');
    const slow = await RawConnection.open(app.baseUrl);
    slow.request(`GET /operator/api/events/stream?token=${await app.operator.token()}`);
    await slow.until(/event: snapshot/);
    slow.pause();
    const batch = Array.from({ length: 15 }, () => event({ payload: { filler: 'x'.repeat(60_000) } }));
    const over = async () => {
      await app.operator.publish(...batch);
      return (await ended(app, 'slow_consumer')) > before || undefined;
    };
    await eventually(over, { what: 'the slow stream to be ended' });
    for (const gauge of ['vx11_streams_open', 'vx11_stream_waiting_bytes'])
      await eventually(async () => (await sample(app, gauge)) === 0 || undefined, { what: `${gauge} to be 0` });
    slow.close();
  });
});
