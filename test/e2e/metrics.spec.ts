// Alerts and dashboards use the names and labels of metrics. Each metric of the catalogue must exist, change when what
// it counts happens, follow Prometheus' conventions, and have few values under hostile traffic.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { eventually } from '../../cluster/eventually.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { type MetricDefinition } from '../../src/metrics/catalogue/metric-definition.js';
import { digestOfCredential, fingerprintOf } from '../../src/principal/fingerprint.js';
import { METRICS } from '../../src/metrics/metrics.catalogue.js';
import { event } from '../support/api.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { SseReader } from '../support/sse-reader.js';
import { newCredential } from '../support/used-credentials.js';
import { limitOf } from './support/limit-of.js';
import { sample, scrape } from './support/metrics.js';
import { becomesReady } from '../support/readiness.js';
import { appsOfEachTest } from './support/started-apps.js';

const EVENTS = '/operator/api/events';
const definitions = Object.values<MetricDefinition>(METRICS);

describe('metrics', () => {
  let redis: RedisServer;
  let app: InProcessApp;
  let text: string;

  beforeAll(async () => {
    redis = await RedisServer.start();
    app = await startInProcess({
      REDIS_URL: redis.url,
      ...limitOf(5),
      VX11_OPERATOR_SSE_HEARTBEAT: '1',
      ...(await otherPrincipals()),
    });
    await trafficOfEveryKind();
    // Redis has just come back: how far behind the tail is will be known with the next look at it.
    const complete = async () => {
      const scraped = await scrape(app);
      return scraped.includes('\nvx11_tail_lag_entries ') ? scraped : undefined;
    };
    text = await eventually(complete, { what: 'the lag to be known' });
  });

  afterAll(async () => {
    await app.close();
    await redis.stop();
  });

  /** A principals file, and the keys of an identity provider. */
  async function otherPrincipals(): Promise<Record<string, string>> {
    const folder = createRunDirectory('metrics');
    const [principals, keys] = ['principals.yaml', 'jwks.json'].map((name) => join(folder, name)) as [string, string];
    const { publicKey } = await generateKeyPair('ES256', { extractable: true });
    writeFileSync(principals, 'principals: []\n');
    writeFileSync(keys, JSON.stringify({ keys: [await exportJWK(publicKey)] }));
    const provider = { VX11_JWT_ISSUER: 'https://idp.example', VX11_JWT_AUDIENCE: 'vx11', VX11_JWKS_FILE: keys };
    return { VX11_PRINCIPALS_FILE: principals, ...provider };
  }

  async function trafficOfEveryKind(): Promise<void> {
    await becomesReady(app);
    const token = await app.reader.token();
    const stream = await SseReader.open(app.reader.streamUrl(token));
    await stream.first('snapshot');
    await app.operator.publish(event(), event());
    await stream.receive(2);
    const spent = await SseReader.open(app.reader.streamUrl(token));
    const inQuery = await SseReader.open(app.reader.streamUrl(app.credentials.reader));
    const gap = await app.reader.stream('', { 'Last-Event-ID': 'unreadable' });
    await gap.first('gap');
    for (let attempt = 0; attempt < 6; attempt++) await app.gateway.call('POST', `${EVENTS}/sse-token`);
    for (const path of ['/', `/${newCredential()}`, EVENTS, '/health', '/metrics']) await fetch(app.baseUrl + path);
    await app.reader.call('POST', EVENTS, event());
    await app.reader.call('GET', EVENTS, undefined, { 'X-VX11-Token': newCredential() });
    for (const one of [spent, inQuery, gap]) one.close();
    await redis.stop();
    const away = await SseReader.open(app.reader.streamUrl(newCredential()));
    await away.end();
    await app.operator.call('POST', EVENTS, event());
    await redis.start();
    await becomesReady(app);
  }

  it.each(definitions.map((definition) => [definition.name, definition] as const))(
    '%s is there, with its type, its help and no labels but its own',
    (name, { type, help, labels }) => {
      expect(text).toContain(`# TYPE ${name} ${type}\n`);
      expect(text).toContain(`# HELP ${name} ${help}\n`);
      const series = new RegExp(`^${name}(?:_bucket|_sum|_count)?(?:\\{(.*)\\})? \\S+$`, 'gm');
      const found = [...text.matchAll(series)];
      expect(found.length).toBeGreaterThan(0);
      const names = found.flatMap(([, list = '']) => [...list.matchAll(/(\w+)="/g)].map(([, label]) => label));
      expect([...new Set(names)].filter((label) => label !== 'le').sort()).toEqual([...labels].sort());
    },
  );

  it('every metric of the service is in the catalogue', () => {
    const served = [...text.matchAll(/^# TYPE (vx11_\w+)/gm)].map(([, name]) => name);
    expect(served.sort()).toEqual(definitions.map(({ name }) => name).sort());
  });

  it('promtool finds nothing to complain about', () => {
    const { stdout, stderr, status } = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
    expect({ status, complaints: `${stdout}${stderr}` }).toEqual({ status: 0, complaints: '' });
  });

  it('names follow the conventions', () => {
    for (const { name, type, help } of definitions) {
      expect(name).toMatch(/^vx11_[a-z_]+$/);
      expect(name.endsWith('_total')).toBe(type === 'counter');
      if (type === 'histogram') expect(name).toMatch(/_(seconds|bytes|events)$/);
      expect(name).not.toMatch(/_(ms|milliseconds|kb|count|sum)$/);
      expect(help).toMatch(/^[A-Z1].*\.$/);
    }
  });

  it('labels are bounded: no path, no token, no credential, no text of a caller', () => {
    const routes = new Set([...text.matchAll(/route="([^"]*)"/g)].map(([, route]) => route));
    expect([...routes].sort()).toEqual([
      '/',
      '/health',
      '/health/ready',
      '/metrics',
      EVENTS,
      `${EVENTS}/sse-token`,
      `${EVENTS}/stream`,
      'none',
    ]);
    expect(text).not.toMatch(/="[^"]{33,}"/);
    for (const credential of Object.values(app.credentials)) expect(text).not.toContain(credential);
  });

  it('a counter has no value of a label that its catalogue entry does not declare', () => {
    const declared = (known: readonly string[] | 'principals') =>
      known === 'principals' ? ['operator', 'gateway', 'principal', 'other'] : known;
    const isFingerprint = (value: string) => /^[0-9a-f]{16}$/.test(value);
    for (const { name, values = {} } of definitions) {
      for (const [label, known] of Object.entries(values)) {
        const seen = [...text.matchAll(new RegExp(`^${name}\\{.*?\\b${label}="([^"]*)"`, 'gm'))].map(
          ([, value]) => value!,
        );
        const undeclared = seen.filter(
          (value) => !(known === 'credentials' ? isFingerprint(value) : declared(known).includes(value)),
        );
        expect({ name, undeclared }).toEqual({ name, undeclared: [] });
        expect(seen.length).toBeGreaterThan(0);
      }
    }
  });

  it('count what happened', async () => {
    const expected: [string, number][] = [
      ['vx11_token_issue_refusals_total{reason="rate_limited"}', 1],
      ['vx11_token_redemptions_total{outcome="used"}', 1],
      ['vx11_token_replays_total{principal="principal"}', 1],
      ['vx11_principal_failures_total{reason="missing_right"}', 1],
      ['vx11_principal_failures_total{reason="wrong_credential"}', 1],
      ['vx11_principal_failures_total{reason="no_credential"}', 1],
      ['vx11_principal_in_query_total{outcome="refused"}', 1],
      ['vx11_stream_gaps_total{reason="unreadable"}', 1],
      ['vx11_tokens_issued_total{principal="gateway"}', 5],
    ];
    for (const [series, least] of expected) expect([series, await sample(app, series)]).toEqual([series, least]);
    expect(await sample(app, 'vx11_events_published_total')).toBeGreaterThanOrEqual(2);
    expect(await sample(app, 'vx11_events_delivered_total')).toBeGreaterThanOrEqual(2);
    expect(await sample(app, 'vx11_stream_soft_refusals_total{reason="store_unavailable"}')).toBeGreaterThanOrEqual(1);
    const inTime = (value: string) => sample(app, `vx11_live_deliveries_total{in_time="${value}"}`);
    expect((await inTime('yes')) + (await inTime('no'))).toBeGreaterThanOrEqual(2);
    expect(await sample(app, 'vx11_delivery_delay_seconds_bucket{le="1"}')).toBeGreaterThanOrEqual(1);
    expect(await sample(app, 'vx11_streams_opened_total')).toBeGreaterThanOrEqual(2);
    expect(await sample(app, 'vx11_streams_resumed_total{source="unreadable"}')).toBe(1);
    expect(await sample(app, 'vx11_stream_resume_events_sum')).toBeGreaterThanOrEqual(2);
    expect(await sample(app, 'vx11_stream_lifetime_seconds_count')).toBeGreaterThanOrEqual(1);
    expect(await sample(app, 'vx11_redis_losses_total')).toBe(1);
    await eventually(async () => (await sample(app, 'vx11_ready')) === 1 || undefined, { what: 'it to be ready' });
    const offset = async () => Math.abs(await sample(app, 'vx11_clock_offset_seconds'));
    await eventually(async () => (await offset()) < 0.5 || undefined, { what: 'the clock to be set' });
    const used = `vx11_credential_uses_total{principal="gateway",fingerprint="${fingerprintOf(digestOfCredential(app.credentials.gateway))}"}`;
    expect(await sample(app, used)).toBe(6);
    const stream =
      'vx11_http_request_duration_seconds_count{method="GET",route="/operator/api/events/stream",status="200"}';
    expect(await sample(app, stream)).toBeGreaterThanOrEqual(2);
  });
});

describe('a stream that was refused', () => {
  const start = appsOfEachTest();

  it('is counted by its reason', async () => {
    const app = await start({ VX11_STREAMS_MAX: '1' });
    const series = 'vx11_stream_refusals_total{reason="overloaded"}';
    const before = await sample(app, series);
    const stream = await app.reader.stream();
    expect((await fetch(app.reader.streamUrl(await app.reader.token()))).status).toBe(503);
    expect([await sample(app, series), await sample(app, 'vx11_streams_max')]).toEqual([before + 1, 1]);
    stream.close();
  });
});

describe('a token that was not issued', () => {
  const start = appsOfEachTest();

  it('is counted by its reason, also when the store is full', async () => {
    const app = await start({ VX11_MEMORY_TOKENS_MAX: '1' });
    const series = 'vx11_token_issue_refusals_total{reason="store_full"}';
    const before = await sample(app, series);
    await app.reader.token();
    expect((await app.reader.call('POST', `${EVENTS}/sse-token`)).status).toBe(503);
    expect(await sample(app, series)).toBe(before + 1);
  });
});
