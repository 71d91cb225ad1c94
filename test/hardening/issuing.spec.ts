// Whoever may ask for tokens may ask a million times: what that costs is the asker's, and nobody else notices.
import { RedisServer } from '../../cluster/redis-server.js';
import { matching } from '../e2e/support/matching.js';
import { problem } from '../e2e/support/problem.js';
import { sample } from '../e2e/support/metrics.js';
import { becomesReady } from '../e2e/support/ready.js';
import { appsOfEachTest } from '../e2e/support/started-apps.js';
import { SseReader } from '../support/sse-reader.js';

const ISSUE = '/operator/api/events/sse-token';
const STATS = '/operator/internal/cache-stats';

describe('what a token request may hold', () => {
  const start = appsOfEachTest();

  it('severities that are named over and over are refused, however short they are on the wire', async () => {
    // CWE-770: 149,000 repeats took 1 MB in the store for a minute, and 1.6 KB to send.
    const app = await start();
    const severities = Array.from({ length: 2_000 }, () => 'warn');
    expect(await app.reader.call('POST', ISSUE, { severities })).toMatchObject(problem('invalid_request'));
    expect((await app.reader.call('GET', STATS)).body).toMatchObject({ live_tokens: 0, live_bytes: 0 });
  });

  it('a name that is repeated takes its place in the store once', async () => {
    // CWE-770: what is kept is what was meant, not what was sent.
    const app = await start();
    await app.reader.token({ modules: ['switch'], severities: ['warn'] });
    const { live_bytes: once } = (await app.reader.call('GET', STATS)).body;
    await app.reader.token({ modules: Array.from({ length: 100 }, () => 'switch'), severities: ['warn', 'warn'] });
    expect((await app.reader.call('GET', STATS)).body.live_bytes).toBe(2 * (once as number));
  });
});

describe('a token whose principal was removed', () => {
  const start = appsOfEachTest();
  let redis: RedisServer;

  beforeAll(async () => (redis = await RedisServer.start()));
  afterAll(() => redis.stop());

  it('opens no stream, and says why', async () => {
    // CWE-613: a grant must not outlive the right it was given under.
    const before = await start({ REDIS_URL: redis.url });
    const after = await start({ REDIS_URL: redis.url, VX11_PRINCIPAL_TOKEN: '' });
    await Promise.all([becomesReady(before), becomesReady(after)]);
    const refusals = await sample(after, 'vx11_token_redemptions_total{outcome="revoked"}');
    const stream = await SseReader.open(after.reader.streamUrl(await before.reader.token()));
    await stream.end();
    expect(stream.status).toBe(403);
    expect(JSON.parse(stream.body)).toMatchObject({ code: 'invalid_token', detail: matching('revoked') });
    expect(await sample(after, 'vx11_token_redemptions_total{outcome="revoked"}')).toBe(refusals + 1);
  });
});
