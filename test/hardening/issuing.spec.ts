// A caller may ask for any number of tokens. The memory that they take must stay within the share of its principal.
import { RedisServer } from '../../cluster/redis-server.js';
import { limitOf } from '../e2e/support/limit-of.js';
import { matching } from '../e2e/support/matching.js';
import { problem } from '../e2e/support/problem.js';
import { sample } from '../e2e/support/metrics.js';
import { becomesReady } from '../support/readiness.js';
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
    // CWE-770: repeated names are stored once.
    const app = await start();
    await app.reader.token({ modules: ['switch'], severities: ['warn'] });
    const { live_bytes: once } = (await app.reader.call('GET', STATS)).body;
    await app.reader.token({ modules: Array.from({ length: 100 }, () => 'switch'), severities: ['warn', 'warn'] });
    expect((await app.reader.call('GET', STATS)).body.live_bytes).toBe(2 * (once as number));
  });
});

describe('a caller that has tokens issued and opens no streams', () => {
  const start = appsOfEachTest();

  it('is stopped after a burst, at a bounded rate', async () => {
    // CWE-770: one credential must not fill the store for everybody.
    const app = await start(limitOf(20));
    const answers = await Promise.all(Array.from({ length: 60 }, () => app.reader.call('POST', ISSUE)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(40);
    for (const { headers } of refused) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await app.reader.call('GET', STATS)).body.live_tokens).toBe(20);
  });

  it('is not stopped if it opens a stream with each', async () => {
    // CWE-770: a limit that stops well-behaved clients after a restart causes an outage.
    const app = await start(limitOf(2));
    for (let opened = 0; opened < 50; opened++) (await app.reader.stream()).close();
    await app.reader.token();
  });

  it('is one caller for all addresses of an IPv6 network', async () => {
    // CWE-770: a subscriber has 2^64 addresses, and would have as many bursts.
    const app = await start({ ...limitOf(3), VX11_TRUSTED_PROXIES: 'loopback' });
    const from = (address: string) => app.reader.call('POST', ISSUE, undefined, { 'X-Forwarded-For': address });
    const answers = [];
    for (let host = 1; host <= 5; host++) answers.push((await from(`2001:db8:1:2::${host}`)).status);
    expect(answers).toEqual([200, 200, 200, 429, 429]);
    expect((await from('2001:db8:1:3::1')).status).toBe(200);
  });

  it('fills the share of its principal, from however many addresses, and no other caller is refused', async () => {
    // CWE-770: six addresses with the largest tokens made most publishes and all tokens of the others fail.
    const app = await start({ VX11_TOKENS_MAX_BYTES_PER_PRINCIPAL: '65536', VX11_TRUSTED_PROXIES: 'loopback' });
    const modules = Array.from({ length: 100 }, (_, index) => `${index}`.padStart(64, 'm'));
    const spent = 'vx11_token_issue_refusals_total{reason="share_spent"}';
    const before = await sample(app, spent);
    const ask = (index: number) =>
      app.reader.call('POST', ISSUE, { modules }, { 'X-Forwarded-For': `192.0.2.${index % 6}` });
    const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => ask(index)));
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(20);
    for (const answer of refused) {
      expect(answer).toMatchObject(problem('rate_limited'));
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(answer.headers.get('ratelimit')).toBe(`"token-bytes";r=0;t=${answer.headers.get('retry-after')}`);
    }
    expect(await sample(app, spent)).toBe(before + refused.length);
    await app.gateway.token({ modules });
    expect((await app.reader.call('GET', STATS)).body.live_bytes).toBeLessThan(2 * 65_536);
  });

  it('does not keep tokens of all principals beyond what tokens may take', async () => {
    // CWE-770: the log uses the memory of the same Redis.
    const app = await start({ VX11_TOKENS_MAX_BYTES: '65536' });
    const modules = Array.from({ length: 100 }, (_, index) => `${index}`.padStart(64, 'm'));
    const ask = (index: number) => (index % 2 ? app.reader : app.gateway).call('POST', ISSUE, { modules });
    const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => ask(index)));
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(20);
    for (const answer of refused) expect(answer).toMatchObject(problem('store_full', { outcome: 'not_applied' }));
  });
});

describe('a token whose principal was removed', () => {
  const start = appsOfEachTest();
  let redis: RedisServer;

  beforeAll(async () => (redis = await RedisServer.start()));
  afterAll(() => redis.stop());

  it('opens no stream, and the response says why', async () => {
    // CWE-613: a grant must not outlive the right of its principal.
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
