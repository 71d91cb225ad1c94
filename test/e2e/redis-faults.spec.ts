// While Redis is away, no response may be false (an unknown token, an accepted event), no good browser may be refused
// for good, and everything must recover by itself.
import { eventually } from '../../cluster/eventually.js';
import { type Instance } from '../../cluster/instance.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { type Api, event } from '../support/api.js';
import { Instances } from '../support/instances.js';
import { SseReader } from '../support/sse-reader.js';

describe('one instance whose Redis breaks', () => {
  let redis: RedisServer;
  let instances: Instances;
  let instance: Instance;
  let api: Api;

  const ready = async () => (await fetch(`${instance.baseUrl}/health/ready`)).status;
  const becomesReady = (wanted: number) =>
    eventually(async () => (await ready()) === wanted || undefined, { what: `readiness ${wanted}` });

  beforeEach(async () => {
    redis = await RedisServer.start();
    instances = new Instances({
      REDIS_URL: redis.url,
      VX11_OPERATOR_SSE_HEARTBEAT: '1',
      EPHEMERAL_TOKEN_TTL_SEC: '300',
    });
    instance = await instances.add();
    api = instances.api(instance);
    await becomesReady(200);
  });

  afterEach(async () => {
    redis.thaw();
    await instances.stop();
    await redis.stop();
  });

  /** Everything but open streams, while the store is away. */
  async function expectUnavailable(token: string): Promise<void> {
    const answers = await Promise.all([
      api.call('POST', '/operator/api/events/sse-token'),
      api.call('POST', '/operator/api/events', event()),
      api.call('GET', '/operator/api/events'),
      api.call('GET', '/operator/internal/cache-stats'),
    ]);
    for (const { status, body, headers } of answers) {
      expect({ status, code: body.code }).toEqual({ status: 503, code: 'store_unavailable' });
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(['not_applied', 'unknown']).toContain(body.outcome);
    }
    const refused = await SseReader.open(api.streamUrl(token));
    await refused.end();
    expect(refused.status).toBe(200);
    expect(refused.headers['content-type']).toMatch(/^text\/event-stream/);
    expect(refused.headers['content-length']).toBe(String(refused.body.length));
    expect(refused.body).toMatch(/^retry: \d{4}\n\n$/);
    for (const path of ['/health', '/health/live', '/operator/api/health', '/health/traffic']) {
      expect({ path, status: (await api.call('GET', path)).status }).toEqual({ path, status: 200 });
    }
  }

  it('frozen: streams stay open, all other requests get 503 soon, unspent tokens are valid afterwards', async () => {
    const token = await api.token();
    const stream = await api.stream('snapshot=0');
    await stream.first('snapshot');
    redis.freeze();
    const askedAt = performance.now();
    await expectUnavailable(token);
    // Two time-outs of a second each at most, one after the other; generous, since it only tells fast from hanging.
    expect(performance.now() - askedAt).toBeLessThan(15_000);
    await becomesReady(503);
    const heartbeats = stream.framesOf('heartbeat').length;
    await stream.until(() => stream.framesOf('heartbeat').length > heartbeats, 'a heartbeat while Redis is away');
    redis.thaw();
    await becomesReady(200);
    const opened = await SseReader.open(api.streamUrl(token));
    expect(opened.status).toBe(200);
    await opened.first('snapshot');
    const [id] = await api.publish(event({ summary: 'after the thaw' }));
    await stream.until(() => stream.frames.some((frame) => frame.id === id), 'the event after the thaw');
    expect(stream.ended).toBe(false);
    expect(stream.framesOf('gap')).toHaveLength(0);
    const told = () =>
      stream.events.map(({ event_type: type }) => type).filter((type) => /^store\./.test(type as string));
    await stream.until(() => told().length >= 2, 'the loss and the recovery');
    expect(told()).toEqual(['store.lost', 'store.recovered']);
    opened.close();
    stream.close();
  });

  it('restarted with its data: nothing is lost, and tokens of the old process are stale', async () => {
    const token = await api.token();
    const stream = await api.stream('snapshot=0');
    await stream.first('snapshot');
    const [before] = await api.publish(event({ summary: 'before' }));
    await redis.stop();
    await becomesReady(503);
    await expectUnavailable(token);
    await redis.start();
    await becomesReady(200);
    const refused = await SseReader.open(api.streamUrl(token));
    await refused.end();
    expect(refused.status).toBe(403);
    expect(JSON.parse(refused.body)).toMatchObject({ code: 'invalid_token', detail: expect.stringMatching(/stale/) });
    const [after] = await api.publish(event({ summary: 'after' }));
    await stream.until(() => stream.frames.some(({ id }) => id === after), 'the event after the restart');
    expect(stream.framesOf('gap')).toHaveLength(0);
    const resumed = await api.stream('', { 'Last-Event-ID': before! });
    await resumed.until(() => resumed.frames.some(({ id }) => id === after), 'the resumed stream');
    expect(resumed.framesOf('gap')).toHaveLength(0);
    expect(resumed.events).toEqual(stream.events.slice(1));
    resumed.close();
    stream.close();
  });

  it('killed and restarted empty: every stream gets a gap, and none misses events without one', async () => {
    const token = await api.token();
    const stream = await api.stream('snapshot=0');
    await stream.first('snapshot');
    const [lost] = await api.publish(event({ summary: 'lost' }));
    await stream.receive(1);
    await redis.kill();
    await becomesReady(503);
    redis.wipe();
    await redis.start();
    const gap = JSON.parse((await stream.first('gap')).data) as Record<string, string>;
    expect(gap).toMatchObject({ type: 'gap', reason: 'log_lost', missed_from: lost });
    await becomesReady(200);
    const [after] = await api.publish(event({ summary: 'after' }));
    await stream.until(() => stream.frames.some(({ id }) => id === after), 'the event in the new log');
    const resumed = await api.stream('', { 'Last-Event-ID': lost! });
    expect(JSON.parse((await resumed.first('gap')).data)).toMatchObject({ reason: 'log_lost', missed_from: lost });
    await resumed.until(() => resumed.frames.some(({ id }) => id === after), 'everything retained');
    const refused = await SseReader.open(api.streamUrl(token));
    await refused.end();
    expect(JSON.parse(refused.body)).toMatchObject({ code: 'invalid_token', detail: expect.stringMatching(/unknown/) });
    resumed.close();
    stream.close();
  });

  it('the process lives through all of it', async () => {
    for (let round = 0; round < 3; round++) {
      await redis.kill();
      await becomesReady(503);
      await redis.start();
      await becomesReady(200);
    }
    // The loss of the store is the only error.
    const errors = instance.output().match(/^.*"level":(50|60).*$/gm) ?? [];
    expect(errors.filter((line) => !line.includes('"The store is lost: '))).toEqual([]);
    await api.publish(event());
  });
});
