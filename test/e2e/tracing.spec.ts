// A trace leaves the company more easily than a log does: collectors are often hosted elsewhere. So it tells what a request did, and
// nothing by which anybody could do it again.
import { readdirSync, readFileSync } from 'node:fs';
import { freePort } from '../../cluster/free-port.js';
import { type Instance } from '../../cluster/instance.js';
import { repositoryFile } from '../../cluster/repository.js';
import { digestOf, tokenId } from '../../src/sse-token/sse-token.js';
import { codes, rowsOf } from '../docs/support/markdown.js';
import { type Api, event } from '../support/api.js';
import { secretFinder } from '../support/find-secrets.js';
import { Instances } from '../support/instances.js';
import { SseReader } from '../support/sse-reader.js';
import { USED_CREDENTIALS, newCredential } from '../support/used-credentials.js';
import { OtlpReceiver } from './support/otlp-receiver.js';

const TOKENS = '/operator/api/events/sse-token';
/** What a caller sends that wants its request to be recorded. */
const SAMPLED = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
const TRACED = { nodeArgs: ['--import', repositoryFile('dist/tracing.js')] };

describe('a traced instance', () => {
  let receiver: OtlpReceiver;
  let instances: Instances;
  let instance: Instance;
  let api: Api;

  beforeAll(async () => {
    receiver = await OtlpReceiver.start();
    instances = new Instances({
      VX11_STORE: 'memory',
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
      OTEL_BSP_SCHEDULE_DELAY: '50',
    });
    instance = await instances.add({ OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test' }, TRACED);
    api = instances.api(instance);
  });
  afterAll(async () => {
    await instances.stop();
    receiver.stop();
  });

  it('records a round trip: issue, open with redeem in it, publish, resume', async () => {
    const token = await api.token();
    const id = tokenId(digestOf(token));
    const known = { 'vx11.token_id': id, 'vx11.principal': 'operator', 'vx11.outcome': 'done', 'vx11.instance': 'a' };
    await receiver.span('token.issue', known);
    const stream = await SseReader.open(api.streamUrl(token));
    const opened = await receiver.span('stream.open', known);
    const redeemed = await receiver.span('token.redeem', known);
    expect(redeemed).toMatchObject({ traceId: opened.traceId, parentSpanId: opened.spanId });
    expect(redeemed.milliseconds).toBeGreaterThan(0);
    expect(redeemed.milliseconds).toBeLessThan(opened.milliseconds);
    const [position] = await api.publish(event(), event());
    const published = await receiver.span('events.publish', { 'vx11.events': 2, 'vx11.outcome': 'done' });
    expect(published.attributes['vx11.principal']).toBe('operator');
    stream.close();
    const resumed = await api.stream('', { 'Last-Event-ID': position! });
    const { attributes } = await receiver.span('stream.resume', { 'vx11.outcome': 'done' });
    expect(attributes['vx11.stream_id']).toMatch(/^[0-9a-z-]{20}$/);
    resumed.close();
    expect(receiver.resource).toMatchObject({
      'service.name': 'vx11-operator-backend',
      'deployment.environment.name': 'test',
    });
  });

  it('records why a request was refused', async () => {
    const token = await api.token();
    const stream = await SseReader.open(api.streamUrl(token));
    await (await SseReader.open(api.streamUrl(token))).end();
    stream.close();
    const about = { 'vx11.token_id': tokenId(digestOf(token)), 'vx11.outcome': 'refused' };
    const redeemed = await receiver.span('token.redeem', { ...about, 'vx11.reason': 'used' });
    expect(await receiver.span('stream.open', { ...about, 'vx11.reason': 'token_used' })).toMatchObject({
      spanId: redeemed.parentSpanId,
    });
    await api.call('POST', TOKENS, undefined, { 'X-VX11-Token': newCredential() });
    await receiver.span('token.issue', { 'vx11.outcome': 'refused', 'vx11.reason': 'wrong_credential' });
  });

  it('takes the caller’s correlation id, and no part of its traceparent', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    await api.call('POST', TOKENS, undefined, { ...SAMPLED, 'X-Correlation-Id': trace });
    const issued = await receiver.span('token.issue', { 'vx11.correlation_id': trace });
    expect(issued.parentSpanId).toBeUndefined();
    expect(SAMPLED.traceparent).not.toContain(issued.traceId);
  });

  it('tells no token, no credential, no path and no query', async () => {
    const credential = newCredential();
    const refused = await fetch(
      `${instance.baseUrl}/operator/api/events/stream?token=${credential}&modules=secret-module`,
    );
    await refused.body?.cancel();
    await receiver.span('stream.open', { 'vx11.token_id': tokenId(digestOf(credential)) });
    const holdsSecret = secretFinder(readFileSync(USED_CREDENTIALS, 'utf8').trim().split('\n'));
    expect(receiver.spans.length).toBeGreaterThan(5);
    expect(holdsSecret(receiver.raw)).toBe(false);
    expect(receiver.raw).not.toMatch(/\/operator|token=|secret-module/);
  });

  it('has only spans and attributes that the documentation has, and all of them', () => {
    const documented = (column: string) =>
      rowsOf('docs/production/observability.md', column).flatMap((row) => codes(row[column]));
    expect([...new Set(receiver.spans.map(({ name }) => name))].sort()).toEqual(documented('span').sort());
    const attributes = receiver.spans.flatMap((span) => Object.keys(span.attributes));
    expect([...new Set(attributes)].sort()).toEqual(documented('attribute').sort());
  });

  it('records nothing where the sampler says so, whatever callers ask for', async () => {
    const quiet = await instances.add({ OTEL_TRACES_SAMPLER: 'parentbased_always_off' }, TRACED);
    expect((await instances.api(quiet).call('POST', TOKENS, undefined, SAMPLED)).status).toBe(200);
    await quiet.stop();
    expect(receiver.spans.filter(({ attributes }) => attributes['vx11.instance'] === 'b')).toEqual([]);
  });

  it('sends the last spans when it is stopped', async () => {
    const last = await instances.add({ OTEL_BSP_SCHEDULE_DELAY: '600000' }, TRACED);
    await instances.api(last).token();
    await last.stop();
    await receiver.span('token.issue', { 'vx11.instance': 'c' });
  });

  it('serves on while nobody takes its spans, and says so in its log', async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    const alone = await instances.add(
      { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_TIMEOUT: '500' },
      TRACED,
    );
    await instances.api(alone).token();
    const [line] = await alone.waitForOutput(/.*spans cannot be exported and are dropped.*/);
    expect(JSON.parse(line)).toMatchObject({ level: 40, reason: 'ECONNREFUSED' });
    expect(await alone.stop()).toMatchObject({ code: 0 });
  });
});

describe('the bundles', () => {
  it('share one API of OpenTelemetry, in which the service finds the SDK that tracing has started', () => {
    const folder = repositoryFile('dist/bundle');
    const texts = readdirSync(folder).map((name) => readFileSync(`${folder}/${name}`, 'utf8'));
    expect(texts.filter((text) => text.includes('Symbol.for(`opentelemetry.js.api.'))).toHaveLength(1);
  });
});
