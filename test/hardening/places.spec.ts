// Places for streams are limited. No principal may take those of the others, and a token must stay unspent where there
// is no place.
import { eventually } from '../../cluster/eventually.js';
import { mintToken } from '../../src/sse-token/sse-token.js';
import { TokenStore } from '../../src/token-store/token-store.interface.js';
import { FILTERS_PER_PRINCIPAL } from '../../src/streaming/stream-places.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { sample } from '../e2e/support/metrics.js';
import { faultyFields, problem } from '../e2e/support/problem.js';
import { replaceMethod } from '../e2e/support/replace-method.js';
import { appsOfEachTest } from '../e2e/support/started-apps.js';
import { type Api } from '../support/api.js';
import { type InProcessApp } from '../support/in-process-app.js';
import { SseReader } from '../support/sse-reader.js';
import { used } from '../support/used-credentials.js';

const STREAM = '/operator/api/events/stream';
const softRefusals = (app: InProcessApp, reason: string) =>
  sample(app, `vx11_stream_soft_refusals_total{reason="${reason}"}`);

/** The response that asks a client to retry later. `EventSource` would take any other status as final. */
async function askedToComeBack(stream: SseReader): Promise<boolean> {
  await stream.end();
  return stream.status === 200 && stream.frames.length === 0 && (stream.retryMs ?? 0) >= 2_000;
}

async function opened(stream: SseReader): Promise<SseReader> {
  await stream.first('snapshot');
  return stream;
}

const byHeader = (app: InProcessApp, { headers }: Api, query = '') =>
  SseReader.open(`${app.baseUrl}${STREAM}?${query}`, { headers });

const openAll = (api: Api, count: number) =>
  Promise.all(Array.from({ length: count }, async () => opened(await api.stream())));

describe('places', () => {
  const start = appsOfEachTest();
  let redis: RedisServer | undefined;
  afterEach(async () => {
    await redis?.kill();
    redis = undefined;
  });

  it('of a principal are a share of all, and its next token stays unspent until there is one', async () => {
    // CWE-770: one principal took all places, and each refused attempt cost a token
    redis = await RedisServer.start();
    const app = await start({ VX11_STREAMS_MAX: '5', REDIS_URL: redis.url });
    const reached = async () => (await fetch(`${app.baseUrl}/health/traffic`)).ok || undefined;
    await eventually(reached, { what: 'the log to be reached' });
    const before = await softRefusals(app, 'principal_streams');
    const streams = await openAll(app.operator, 4);
    const token = await app.operator.token();
    for (let attempt = 0; attempt < 3; attempt++)
      expect(await askedToComeBack(await SseReader.open(app.operator.streamUrl(token)))).toBe(true);
    expect((await softRefusals(app, 'principal_streams')) - before).toBe(3);
    const other = await opened(await app.reader.stream());
    streams[0]!.close();
    const next = await eventually(
      async () => {
        const stream = await SseReader.open(app.operator.streamUrl(token));
        return (await stream.wasOpened()) ? stream : undefined;
      },
      { what: 'a place for the operator' },
    );
    for (const stream of [...streams, other, next]) stream.close();
  });

  it('of one address are bounded, and its next token stays unspent until there is one', async () => {
    // CWE-770: one address took all places, through as many principals as it had credentials for
    const app = await start({ VX11_STREAMS_PER_ADDRESS: '2', VX11_TRUSTED_PROXIES: 'loopback' });
    const before = await softRefusals(app, 'address_streams');
    const streams = [await opened(await app.operator.stream()), await opened(await app.reader.stream())];
    const token = await app.gateway.token();
    expect(await askedToComeBack(await SseReader.open(app.gateway.streamUrl(token)))).toBe(true);
    expect((await softRefusals(app, 'address_streams')) - before).toBe(1);
    const headers = { 'X-Forwarded-For': '192.0.2.1' };
    streams.push(await opened(await SseReader.open(app.gateway.streamUrl(token), { headers })));
    for (const stream of streams) stream.close();
  });

  it('of a principal are a share of all also by the credential in the header', async () => {
    // CWE-770: a bound that only holds for tokens can be passed with a credential
    const app = await start({ VX11_STREAMS_MAX: '2', VX11_STREAMS_SHARE_PERCENT: '50' });
    const first = await opened(await byHeader(app, app.operator));
    expect(await askedToComeBack(await byHeader(app, app.operator))).toBe(true);
    const other = await opened(await byHeader(app, app.reader));
    for (const stream of [first, other]) stream.close();
  });

  it('are never more for a principal than its share, however many come at once', async () => {
    // CWE-362: a request that counts only after the reply of the store does not count until then
    const app = await start({ VX11_STREAMS_MAX: '10', VX11_STREAMS_SHARE_PERCENT: '30' });
    const tokens = await Promise.all(Array.from({ length: 10 }, () => app.operator.token()));
    const streams = await Promise.all(tokens.map((token) => SseReader.open(app.operator.streamUrl(token))));
    const fates = await Promise.all(streams.map((stream) => stream.wasOpened()));
    expect(fates.filter((opened) => opened)).toHaveLength(3);
    const { live } = await app.app.get<TokenStore>(TokenStore).stats();
    expect(live).toBe(7);
    for (const stream of streams) stream.close();
  });

  it('are all there for the only principal', async () => {
    // ASVS 2.4.1: a share is kept for others only if there are others
    const app = await start({ VX11_STREAMS_MAX: '3', VX11_GATEWAY_TOKEN: '', VX11_PRINCIPAL_TOKEN: '' });
    for (const stream of await openAll(app.operator, 3)) stream.close();
  });

  it('are not all kept by the wrong tokens of one address while the store is slow', async () => {
    // CWE-770: each wrong token kept a place until the store had answered, so that a stranger could keep all of them
    const app = await start({ VX11_STREAMS_MAX: '40', VX11_TRUSTED_PROXIES: '127.0.0.1' });
    const before = await softRefusals(app, 'address_pending');
    const [token, held] = [await app.reader.token(), new Set<() => void>()];
    const undo = replaceMethod(app.app.get<TokenStore>(TokenStore), 'redeem', (redeem) => async (...asked) => {
      await new Promise<void>((resolve) => held.add(resolve));
      return redeem(...asked);
    });
    const from = (address: string, presented: string) =>
      SseReader.open(app.reader.streamUrl(presented), { headers: { 'X-Forwarded-For': address } });
    const strangers = Array.from({ length: 60 }, () => from('2001:db8::1', used(mintToken())));
    await eventually(
      async () => held.size + (await softRefusals(app, 'address_pending')) - before === 60 || undefined,
      { what: 'all strangers to be held or turned away' },
    );
    expect(held.size).toBe(16);
    undo();
    await opened(await from('192.0.2.1', token)).then((stream) => stream.close());
    for (const release of held) release();
    for (const stream of await Promise.all(strangers)) stream.close();
  });

  it('are for so many different filters of one principal, and other principals keep theirs', async () => {
    // CWE-407: every batch is rendered for each different filter, so that filters cost everybody time
    const app = await start({ VX11_STREAMS_MAX: '2000' });
    const before = await softRefusals(app, 'principal_filters');
    const streams: SseReader[] = [];
    for (let n = 0; n < FILTERS_PER_PRINCIPAL; n += 50) {
      const some = Array.from({ length: 50 }, async (_, index) =>
        opened(await byHeader(app, app.operator, `module=m${n + index}`)),
      );
      streams.push(...(await Promise.all(some)));
    }
    const token = await app.operator.token();
    expect(await askedToComeBack(await SseReader.open(app.operator.streamUrl(token, 'module=new')))).toBe(true);
    const restricted = await app.operator.token({ modules: ['new'] });
    expect(await askedToComeBack(await SseReader.open(app.operator.streamUrl(restricted)))).toBe(true);
    expect((await softRefusals(app, 'principal_filters')) - before).toBe(2);
    streams.push(await opened(await SseReader.open(app.operator.streamUrl(token, 'module=m7'))));
    streams.push(await opened(await app.reader.stream('module=new')));
    for (const stream of streams) stream.close();
  });

  it.each(['module', 'event_type'])('are given to filters of at most 100 names: %s', async (field) => {
    // CWE-770: a filter is kept for as long as its stream is open
    const app = await start();
    const names = Array.from({ length: 101 }, (_, n) => `n${n}`);
    for (const path of [STREAM, '/operator/api/events']) {
      const refused = await app.operator.call('GET', `${path}?${field}=${names.join(',')}`);
      expect(refused).toMatchObject(problem('invalid_request'));
      expect(faultyFields(refused)).toEqual([field]);
    }
    const repeated = [...names.slice(1), ...names.slice(1)].join(',');
    const stream = await opened(await app.operator.stream(`${field}=${repeated}`));
    stream.close();
  });
});
