// Only opening a stream may spend a token; no refusal may. Temporary refusals must not have a status that is final for
// a browser.
import { eventually } from '../../cluster/eventually.js';
import { freePort } from '../../cluster/free-port.js';
import { Lifecycle } from '../../src/lifecycle/lifecycle.service.js';
import { TokenStore } from '../../src/token-store/token-store.interface.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { SseReader } from '../support/sse-reader.js';
import { newCredential } from '../support/used-credentials.js';
import { faultyFields, problem } from './support/problem.js';
import { replaceMethod } from './support/replace-method.js';
import { appsOfEachTest } from './support/started-apps.js';

const STREAM = '/operator/api/events/stream';

describe('a refusal before the token is redeemed', () => {
  let app: InProcessApp;
  let token: string;

  beforeAll(async () => {
    app = await startInProcess();
  });

  beforeEach(async () => {
    token = await app.reader.token();
  });

  afterEach(async () => {
    const stream = await SseReader.open(app.reader.streamUrl(token));
    expect(stream.status).toBe(200);
    stream.close();
  });

  afterAll(() => app.close());

  /** Asks with the token in the URL and nothing in the header. */
  const ask = async (method: string, query: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${app.baseUrl}${STREAM}?token=${token}${query}`, { method, headers });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
    };
  };

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s is 405 and leaves it unspent', async (method) => {
    const answer = await ask(method, '&snapshot=bad');
    expect(answer).toMatchObject(problem('method_not_allowed'));
    expect(answer.headers.get('allow')).toBe('GET');
  });

  it('HEAD is 405 and leaves it unspent', async () => {
    const answer = await ask('HEAD', '');
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET');
  });

  it.each([
    ['a bad query', '&snapshot=101&severity=loud', {}, ['severity', 'snapshot']],
    ['a repeated token', '&token=other', {}, ['token']],
    ['a credential in X-VX11-Token, too', '', { 'X-VX11-Token': newCredential() }, ['token']],
    ['a credential in Authorization, too', '', { Authorization: `Bearer ${newCredential()}` }, ['token']],
  ])('%s is 400 and leaves it unspent', async (_, query, headers: Record<string, string>, fields) => {
    const answer = await ask('GET', query, headers);
    expect(answer).toMatchObject(problem('invalid_request'));
    expect(faultyFields(answer).sort()).toEqual(fields);
  });

  it('a browser that sends an unreadable last id is not refused', async () => {
    const opened = await SseReader.open(`${app.baseUrl}${STREAM}?token=${token}&last_event_id=%00%FF`, {
      headers: { 'Last-Event-ID': 'x'.repeat(4_000) },
    });
    expect(opened.status).toBe(200);
    await opened.first('gap');
    opened.close();
    token = await app.reader.token();
  });
});

describe('an instance that takes no more streams', () => {
  const start = appsOfEachTest();

  it('draining is 503, after the query was looked at, and leaves the token unspent', async () => {
    const app = await start();
    const token = await app.reader.token();
    app.app.get(Lifecycle).beginDraining();
    const ask = (query: string) => fetch(app.reader.streamUrl(token, query));
    expect((await ask('snapshot=101')).status).toBe(400);
    const refused = await ask('');
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(await refused.json()).toMatchObject({ code: 'draining' });
    // Everything else is served to the end.
    expect((await app.reader.call('GET', '/operator/internal/cache-stats')).body.live_tokens).toBe(1);
    await app.reader.token();
    await app.operator.publish({ event_type: 'a', module: 'm', severity: 'info', summary: 's' });
  });

  it('full is 503 overloaded, and the token opens the stream when there is room', async () => {
    const app = await start({ VX11_STREAMS_MAX: '1' });
    const only = await app.reader.stream();
    await only.first('snapshot');
    const token = await app.reader.token();
    const refused = await fetch(app.reader.streamUrl(token));
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(await refused.json()).toMatchObject({ code: 'overloaded' });
    only.close();
    const next = await eventually(
      async () => {
        const stream = await SseReader.open(app.reader.streamUrl(token));
        return stream.status === 503 ? undefined : stream;
      },
      { what: 'room for another stream' },
    );
    expect(next.status).toBe(200);
    next.close();
  });

  it('full refuses all of many requests at once', async () => {
    const app = await start({ VX11_STREAMS_MAX: '3' });
    const tokens = await Promise.all(Array.from({ length: 20 }, () => app.reader.token()));
    const streams = await Promise.all(tokens.map((token) => SseReader.open(app.reader.streamUrl(token))));
    expect(streams.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(streams.filter(({ status }) => status === 503)).toHaveLength(17);
    for (const stream of streams) stream.close();
  });

  it('and refuses them while the store redeems slowly', async () => {
    const app = await start({ VX11_STREAMS_MAX: '3' });
    const tokens = await Promise.all(Array.from({ length: 20 }, () => app.reader.token()));
    const store = app.app.get<TokenStore>(TokenStore);
    let asked = 0;
    // As over a network: no request gets its response before all were sent or refused.
    replaceMethod(store, 'redeem', (redeem) => async (digest) => {
      asked++;
      await eventually(() => (asked + turnedAway >= tokens.length ? true : undefined), { what: 'all to have asked' });
      return redeem(digest);
    });
    let turnedAway = 0;
    const streams = await Promise.all(
      tokens.map(async (token) => {
        const stream = await SseReader.open(app.reader.streamUrl(token));
        if (stream.status === 503) turnedAway++;
        return stream;
      }),
    );
    expect(streams.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(turnedAway).toBe(17);
    for (const stream of streams) stream.close();
  });

  it('a store that is away is a stream with only `retry:`, whatever the token', async () => {
    const app = await start({ REDIS_URL: `redis://127.0.0.1:${await freePort()}` });
    const refusal = async (query: string) => {
      const stream = await SseReader.open(`${app.baseUrl}${STREAM}?${query}`);
      await stream.end();
      return stream;
    };
    expect((await refusal(`token=${newCredential()}&snapshot=x`)).status).toBe(400);
    const waits = new Set<number>();
    for (let attempt = 0; attempt < 20; attempt++) {
      const { status, headers, body } = await refusal(`token=${newCredential()}`);
      expect(status).toBe(200);
      expect(headers['content-type']).toBe('text/event-stream; charset=utf-8');
      const [, ms] = /^retry: (\d+)\n\n$/.exec(body) ?? [];
      expect(Number(ms)).toBeGreaterThanOrEqual(2_000);
      expect(Number(ms)).toBeLessThanOrEqual(6_000);
      waits.add(Number(ms));
    }
    expect(waits.size).toBeGreaterThan(5);
  });
});
