// A page elsewhere must be able to work if its origin is allowed, and to read why something failed. Any other must not spend a token or
// publish with the browser of a user, not even with the right credential.
import { event } from '../support/api.js';
import { CATALOGUE } from '../support/endpoints.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { SseReader } from '../support/sse-reader.js';

const APP = 'https://app.example';
const EVIL = 'https://evil.example';
const EVENTS = '/operator/api/events';
const ISSUE = `${EVENTS}/sse-token`;
/** What a browser sends with a `fetch` of a page of this origin. */
const from = (origin: string, site = 'cross-site') => ({
  Origin: origin,
  'Sec-Fetch-Site': site,
  'Sec-Fetch-Mode': 'cors',
  'Sec-Fetch-Dest': 'empty',
});
const corsOf = (headers: Headers) => [...headers.keys()].filter((name) => name.startsWith('access-control-'));

describe('pages of other origins', () => {
  let app: InProcessApp;

  beforeAll(async () => {
    app = await startInProcess({ VX11_ALLOWED_ORIGINS: `${APP}, http://localhost:5173` });
  });

  afterAll(async () => {
    app.server.closeAllConnections();
    await app.close();
  });

  const preflight = (path: string, origin: string, method: string) =>
    fetch(app.baseUrl + path, {
      method: 'OPTIONS',
      headers: {
        ...from(origin),
        'Access-Control-Request-Method': method,
        'Access-Control-Request-Headers': 'x-vx11-token',
      },
    });

  /** Expects that a page of `APP` can read a response, with its cookies. */
  function expectReadable(headers: Headers): void {
    expect(headers.get('access-control-allow-origin')).toBe(APP);
    expect(headers.get('access-control-allow-credentials')).toBe('true');
    expect(headers.get('vary')).toBe('Origin');
    const exposed = headers.get('access-control-expose-headers')!.split(', ');
    expect(exposed).toEqual(
      expect.arrayContaining(['Retry-After', 'RateLimit', 'RateLimit-Policy', 'X-Correlation-Id']),
    );
  }

  it.each([
    [ISSUE, 'POST', 'POST'],
    [EVENTS, 'POST', 'GET, POST, HEAD'],
    [`${EVENTS}/stream`, 'GET', 'GET'],
    ['/operator/api/principals/one/sessions', 'DELETE', 'DELETE'],
  ])('a preflight for %s says what the API has', async (path, method, methods) => {
    const { status, headers } = await preflight(path, APP, method);
    expect([status, headers.get('access-control-allow-methods')?.split(', ').sort()]).toEqual([
      204,
      methods.split(', ').sort(),
    ]);
    expect(headers.get('access-control-allow-headers')).toMatch(
      /^X-VX11-Token, Authorization, Content-Type, .*Last-Event-ID/,
    );
    expect(headers.get('access-control-max-age')).toBe('7200');
    expectReadable(headers);
    expect(CATALOGUE.methodsOf(path)).not.toContain('OPTIONS');
  });

  it('an allowed one issues, publishes, reads and opens a stream', async () => {
    const issued = await app.gateway.call('POST', ISSUE, {}, from(APP));
    const published = await app.gateway.call('POST', EVENTS, event(), from(APP));
    const read = await app.gateway.call('GET', EVENTS, undefined, from(APP));
    expect([issued.status, published.status, read.status]).toEqual([200, 202, 200]);
    for (const { headers } of [issued, published, read]) expectReadable(headers);
    const stream = await SseReader.open(app.gateway.streamUrl(issued.body.sse_token as string), { headers: from(APP) });
    await stream.first('snapshot');
    expectReadable(new Headers(stream.headers as Record<string, string>));
    stream.close();
  });

  it('an allowed one loads the client from here', async () => {
    const loaded = await fetch(`${app.baseUrl}/operator/ui/sse-client.js`, { headers: from(APP) });
    expect([loaded.status, loaded.headers.get('access-control-allow-origin')]).toEqual([200, APP]);
    // Else a cache would hand out what was loaded by the page of the service itself.
    expect(loaded.headers.get('vary')).toBe('Accept-Encoding, Origin');
  });

  it.each([
    ['a wrong credential', 'POST', ISSUE, 403],
    ['no such path', 'GET', '/operator/api/nothing', 404],
    ['a wrong method', 'DELETE', EVENTS, 405],
    ['a spent token', 'GET', `${EVENTS}/stream?token=spent`, 403],
  ])('an allowed one can read an error: %s', async (_, method, path, status) => {
    const headers = { ...from(APP), ...(path === ISSUE && { 'X-VX11-Token': 'not-one-of-ours' }) };
    const response = await fetch(app.baseUrl + path, { method, headers });
    expect(response.status).toBe(status);
    expectReadable(response.headers);
  });

  it('any other is refused where something changes, with the right credential too, and nothing is done', async () => {
    const before = await app.gateway.call('GET', EVENTS);
    for (const [method, path, body] of [
      ['POST', ISSUE, {}],
      ['POST', EVENTS, event()],
      ['DELETE', '/operator/api/principals/principal/sessions', undefined],
      ['GET', `${EVENTS}/stream`, undefined],
    ] as const) {
      const { status, headers, body: problem } = await app.operator.call(method, path, body, from(EVIL));
      expect([path, status, problem.code]).toEqual([path, 403, 'origin_not_allowed']);
      expect(corsOf(headers)).toEqual([]);
    }
    expect((await app.gateway.call('GET', EVENTS)).body).toEqual(before.body);
  });

  it.each([
    ['a page', from(EVIL)],
    ['a sibling', from('https://wiki.example', 'same-site')],
    ['an image', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' }],
    ['a sandboxed frame', from('null')],
  ])('a token survives %s that is not allowed', async (_, headers) => {
    const token = await app.reader.token();
    const refused = await fetch(app.reader.streamUrl(token), { headers: { ...headers } });
    expect(refused.status).toBe(403);
    const stream = await SseReader.open(app.reader.streamUrl(token));
    await stream.first('snapshot');
    stream.close();
  });

  it('any other is told in its preflight, and may send what only reads, but not read the response', async () => {
    const refused = await preflight(ISSUE, EVIL, 'POST');
    expect([refused.status, corsOf(refused.headers)]).toEqual([403, []]);
    const { status, headers } = await app.reader.call('GET', EVENTS, undefined, from(EVIL));
    expect([status, corsOf(headers), headers.get('vary')]).toEqual([200, [], 'Origin']);
  });

  it('the page of the service itself needs no setting', async () => {
    const own = { Origin: app.baseUrl, 'Sec-Fetch-Site': 'same-origin' };
    expect((await app.reader.call('POST', ISSUE, {}, own)).status).toBe(200);
    expect((await app.reader.call('POST', ISSUE, {}, { Origin: app.baseUrl })).status).toBe(200);
  });

  it('a page that is allowed can read when to come back to an instance that is full', async () => {
    const full = await startInProcess({ VX11_ALLOWED_ORIGINS: APP, VX11_STREAMS_MAX: '1' });
    const held = await full.reader.stream();
    const { status, headers } = await full.reader.call('GET', `${EVENTS}/stream`, undefined, from(APP));
    expect([status, headers.has('retry-after')]).toEqual([503, true]);
    expectReadable(headers);
    held.close();
    await full.close();
  });
});
