// A principal that publishes without end would push the events of all others out of the log. In memory with one instance, and
// over Redis with two, which count together.
import { RedisServer } from '../../cluster/redis-server.js';
import { sample } from '../e2e/support/metrics.js';
import { problem } from '../e2e/support/problem.js';
import { becomesReady } from '../support/readiness.js';
import { type Answer, Api, event } from '../support/api.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { newCredential } from '../support/used-credentials.js';

const EVENTS = '/operator/api/events';
/** One comes back in fifteen seconds. */
const PER_MINUTE = 4;

const events = (count: number) => ({ events: Array.from({ length: count }, () => event()) });
const publish = (api: Api, count: number) => api.call('POST', EVENTS, events(count));

/** `t` of a `RateLimit` header is the `Retry-After` of the same answer. */
function expectLimited(answer: Answer, remaining: number, detail: RegExp): void {
  expect(answer).toMatchObject(problem('rate_limited', { outcome: 'not_applied' }));
  const seconds = answer.headers.get('retry-after');
  expect(Number(seconds)).toBeGreaterThanOrEqual(1);
  expect(Number(seconds)).toBeLessThanOrEqual(60);
  expect(answer.headers.get('ratelimit-policy')).toBe(`"publishing";q=${PER_MINUTE};w=60`);
  expect(answer.headers.get('ratelimit')).toBe(`"publishing";r=${remaining};t=${seconds}`);
  expect(answer.body.detail).toMatch(detail);
}

describe.each([
  ['in memory', false],
  ['over Redis, at two instances', true],
])('the events that a principal publishes, %s', (_, shared) => {
  // CWE-770: otherwise a publisher could publish without end.
  let redis: RedisServer | undefined;
  let apps: InProcessApp[];
  const env = { VX11_OPERATOR_TOKEN: newCredential(), VX11_GATEWAY_TOKEN: newCredential() };
  beforeEach(async () => {
    redis = shared ? await RedisServer.start() : undefined;
    const limit = { VX11_PUBLISH_LIMIT: String(PER_MINUTE), ...(redis && { REDIS_URL: redis.url }) };
    apps = await Promise.all(
      (shared ? ['a', 'b'] : ['a']).map((name) => started({ ...limit, VX11_INSTANCE_ID: name })),
    );
  });
  afterEach(async () => {
    await Promise.all(apps.map((app) => app.close()));
    await redis?.kill();
  });
  const started = async (more: Record<string, string>) => {
    const app = await startInProcess({ ...env, ...more });
    await becomesReady(app);
    return app;
  };
  const gateways = () => apps.map((app) => new Api(app.baseUrl, env.VX11_GATEWAY_TOKEN));
  const published = async () =>
    ((await gateways()[0]!.call('GET', `${EVENTS}?module=test`)).body.events as unknown[]).length;

  it('are counted over all instances, each principal by itself, and are refused beyond the limit', async () => {
    // CWE-770: one publisher must not push the events of all others out of the log.
    const refusals = () => sample(apps[0]!, 'vx11_publish_refusals_total{principal="gateway"}');
    const before = await refusals();
    const [first, last] = [gateways()[0]!, gateways().at(-1)!];
    expect((await publish(first, PER_MINUTE / 2)).status).toBe(202);
    expect((await publish(last, PER_MINUTE / 2)).status).toBe(202);
    for (const api of [first, last, first]) {
      expectLimited(await publish(api, 1), 0, /may publish 4 events in 60 s, of which 0 are left now\.$/);
    }
    expect(await published()).toBe(PER_MINUTE);
    expect((await publish(new Api(apps[0]!.baseUrl, env.VX11_OPERATOR_TOKEN), PER_MINUTE)).status).toBe(202);
    // The instances of a test share their process, and its metrics.
    expect((await refusals()) - before).toBe(3);
  });

  it('of one call are published all or none, and the refusal says how many may be', async () => {
    // CWE-770: a batch must not pass because its first event does, nor be published in part.
    const [api] = gateways();
    await publish(api!, 1);
    expectLimited(await publish(api!, 4), 2, /of which 2 are left now; the call has 4\.$/);
    expect(await published()).toBe(1);
    expect((await publish(api!, 2)).status).toBe(202);
    expect(await published()).toBe(3);
  });

  it('are refused before the body is read', async () => {
    // CWE-400: refused calls must not cost parsing.
    const [api] = gateways();
    await publish(api!, PER_MINUTE);
    const answer = await api!.call('POST', EVENTS, '{"not json');
    expectLimited(answer, 0, /0 are left/);
    expect(answer.headers.get('connection')).toBe('close');
  });

  it('count as one if the call is refused for another reason', async () => {
    // CWE-400: calls that publish nothing are work too.
    const [api] = gateways();
    expect((await api!.call('POST', EVENTS, { events: [event(), { module: 'x' }] })).status).toBe(400);
    expect((await publish(api!, PER_MINUTE - 1)).status).toBe(202);
    expectLimited(await publish(api!, 1), 0, /0 are left/);
  });
});
