// A caller can try credentials. It must not be able to try many, and must not keep other callers out.
import { randomBytes } from 'node:crypto';
import { digestOfCredential } from '../../src/principal/fingerprint.js';
import { WrongCredentials } from '../../src/auth/wrong-credentials.js';
import { loadSettings } from '../../src/config/load-settings.js';
import { eventually } from '../../cluster/eventually.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { becomesReady } from '../support/readiness.js';
import { sample } from '../e2e/support/metrics.js';
import { problem } from '../e2e/support/problem.js';
import { appsOfEachTest } from '../e2e/support/started-apps.js';
import { mintToken } from '../../src/sse-token/sse-token.js';
import { SseReader } from '../support/sse-reader.js';
import { Api } from '../support/api.js';
import { type InProcessApp } from '../support/in-process-app.js';
import { newCredential, used } from '../support/used-credentials.js';

const EVENTS = '/operator/api/events';
const BEHIND_A_PROXY = { VX11_TRUSTED_PROXIES: 'loopback' };
const from = (app: InProcessApp, address: string, credential = newCredential()) =>
  new Api(app.baseUrl, credential).call('GET', EVENTS, undefined, { 'X-Forwarded-For': address });

async function tryOut(app: InProcessApp, address: string, count: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let sent = 0; sent < count; sent++) statuses.push((await from(app, address)).status);
  return statuses;
}

describe('wrong credentials', () => {
  const start = appsOfEachTest();
  let redis: RedisServer | undefined;
  afterEach(() => redis?.kill());

  it('from one address are refused unchecked after twenty different ones, and a right one passes', async () => {
    // CWE-307: without a limit a caller could try credentials for ever.
    const weak = used('short-one');
    const app = await start({ ...BEHIND_A_PROXY, VX11_TENTACULO_LINK_TOKEN: weak });
    const counted = 'vx11_principal_failures_total{reason="wrong_credentials"}';
    const before = await sample(app, counted);
    expect(await tryOut(app, '2001:db8:1:2::1', 20)).toEqual(Array.from({ length: 20 }, () => 403));
    const refused = await from(app, '2001:db8:1:2::ffff');
    expect(refused).toMatchObject(problem('rate_limited'));
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(refused.headers.get('ratelimit-policy')).toBe('"wrong-credentials";q=20;w=60');
    expect(refused.headers.get('ratelimit')).toBe(`"wrong-credentials";r=0;t=${seconds}`);
    expect((await from(app, '2001:db8:1:2::1', app.credentials.reader)).status).toBe(200);
    // The response to a credential that can be guessed must be the one to a wrong one.
    expect(await from(app, '2001:db8:1:2::1', weak)).toMatchObject(problem('rate_limited'));
    expect((await from(app, '2001:db8:1:3::1', weak)).status).toBe(200);
    expect((await from(app, '2001:db8:1:3::1')).status).toBe(403);
    expect(await sample(app, counted)).toBe(before + 2);
  });

  it('are counted over all instances, and a right one passes at each', async () => {
    // CWE-307: a balancer spreads the tries over the instances, and each would allow as many.
    redis = await RedisServer.start({ config: 'bare' });
    const env = { ...BEHIND_A_PROXY, REDIS_URL: redis.url };
    const [a, b] = [await start(env), await start(env)];
    for (const app of [a, b]) await becomesReady(app);
    for (const app of [a, b]) expect(await tryOut(app, '192.0.2.1', 10)).toEqual(Array(10).fill(403));
    const last = newCredential();
    const refused = async () => (await from(a, '192.0.2.1', last)).status === 429 || undefined;
    await eventually(refused, { what: 'the eleventh at one instance to be refused' });
    for (const app of [a, b]) expect((await from(app, '192.0.2.1', app.credentials.reader)).status).toBe(200);
  });

  it('count once, however often one of them is repeated', async () => {
    // CWE-645: a service with an old credential would lock out all callers that share its address.
    const app = await start(BEHIND_A_PROXY);
    const old = newCredential();
    for (let sent = 0; sent < 50; sent++) expect((await from(app, '192.0.2.1', old)).status).toBe(403);
  });

  it('take bounded memory, however many addresses they come from', () => {
    // CWE-770: a network of /64s has more addresses than there is memory.
    const wrong = new WrongCredentials({ different: 1, windowSeconds: 60 });
    const digest = () => digestOfCredential(randomBytes(8).toString('hex'));
    for (let address = 0; address < 40_000; address++) wrong.note(`address-${address}`, digest());
    const known = Array.from({ length: 40_000 }, (_, address) => wrong.refusedFor(`address-${address}`));
    expect(known.filter((forMs) => forMs > 0)).toHaveLength(8_388_608 / 320 - ((8_388_608 / 320) % 1));
    expect(known.at(-1)).toBeGreaterThan(0);
  });

  it('are not counted by address where all callers have that of a proxy, which is warned about', () => {
    // CWE-645: a caller that tries credentials would lock out all others.
    const env = { NODE_ENV: 'production', VX11_STORE: 'memory', VX11_OPERATOR_TOKEN: newCredential() };
    const alone = loadSettings(env);
    expect(alone.settings.wrongCredentials.different).toBe(0);
    expect(alone.warnings.join()).toMatch(/VX11_TRUSTED_PROXIES is not set.*limits by address are off/);
    const behind = loadSettings({ ...env, ...BEHIND_A_PROXY });
    expect(behind.settings.wrongCredentials.different).toBe(20);
    expect(behind.warnings).toEqual([]);
  });
});

describe('unknown tokens', () => {
  const start = appsOfEachTest();

  it('of one address hardly reach the store after 600, and tokens that were issued are redeemed all the same', async () => {
    // CWE-307: a guess costs the store as much as a token; guesses must not take the streams of others.
    const app = await start({ ...BEHIND_A_PROXY, VX11_UNKNOWN_TOKENS_LIMIT: '30' });
    const headers = { 'X-Forwarded-For': '192.0.2.1' };
    const present = async (token: string) => {
      const stream = await SseReader.open(app.reader.streamUrl(token), { headers });
      await stream.wasOpened();
      stream.close();
      return stream;
    };
    const unknown = 'vx11_token_redemptions_total{outcome="unknown"}';
    const softly = 'vx11_stream_soft_refusals_total{reason="unknown_tokens"}';
    const [unknownBefore, softlyBefore] = [await sample(app, unknown), await sample(app, softly)];
    const startedAt = performance.now();
    for (let sent = 0; sent < 30; sent++) expect((await present(mintToken())).status).toBe(403);
    const later = await Promise.all(Array.from({ length: 200 }, () => present(mintToken())));
    const seconds = (performance.now() - startedAt) / 1_000;
    const refused = later.filter(({ status }) => status === 403);
    expect(refused.length).toBeLessThanOrEqual(1 + seconds * 10);
    const waiting = later.filter(({ status }) => status === 200);
    expect(waiting.length).toBe(200 - refused.length);
    for (const { retryMs } of waiting) expect(retryMs).toBeGreaterThanOrEqual(2_000);
    expect((await sample(app, unknown)) - unknownBefore).toBe(30 + refused.length);
    expect((await sample(app, softly)) - softlyBefore).toBe(waiting.length);
    for (let opened = 0; opened < 5; opened++) {
      const stream = await SseReader.open(app.reader.streamUrl(await app.reader.token()), { headers });
      await stream.first('snapshot');
      stream.close();
    }
  });
});
