// Every error response must have the same form and say what to do, without a stack, a part of the body or a credential.
import { freePort } from '../../cluster/free-port.js';
import { EventLogFormatError } from '../../src/event-log/event-log.errors.js';
import { EventLog } from '../../src/event-log/event-log.interface.js';
import { Lifecycle } from '../../src/lifecycle/lifecycle.service.js';
import { type ProblemCode, PROBLEMS } from '../../src/problems/problem-catalogue.js';
import { limitOf } from './support/limit-of.js';
import { TokenStore } from '../../src/token-store/token-store.interface.js';
import { event } from '../support/api.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { newCredential } from '../support/used-credentials.js';
import { replaceMethod } from './support/replace-method.js';

const EVENTS = '/operator/api/events';
const ISSUE = `${EVENTS}/sse-token`;
/** Stands in every request where a caller can put something. */
const CANARY = 'canary-7f3a';

interface Ask {
  readonly method?: string;
  readonly path?: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
}

describe('problems', () => {
  const wrong = newCredential();
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const jwt = `${part({ alg: 'RS256', typ: 'JWT', kid: 'one' })}.${part({ sub: CANARY })}.${wrong}`;
  let app: InProcessApp;
  let limited: InProcessApp;
  let away: InProcessApp;
  let newer: InProcessApp;
  let restore: () => void;

  beforeAll(async () => {
    app = await startInProcess({ VX11_STREAMS_MAX: '1' });
    limited = await startInProcess({ ...limitOf(1), VX11_MEMORY_TOKENS_MAX: '1' });
    away = await startInProcess({
      REDIS_URL: `redis://:${newCredential()}@127.0.0.1:${await freePort()}`,
      VX11_JWT_ISSUER: 'https://idp.example',
      VX11_JWT_AUDIENCE: 'vx11',
      VX11_JWKS_URL: `https://127.0.0.1:${await freePort()}/jwks`,
    });
    newer = await startInProcess();
    const append = () => Promise.reject(new EventLogFormatError(3));
    replaceMethod(newer.app.get<EventLog>(EventLog), 'append', () => append);
    const failure = new Error(`a stack and ${CANARY}`);
    restore = replaceMethod(app.app.get<TokenStore>(TokenStore), 'stats', () => () => Promise.reject(failure));
    limited.app.get(Lifecycle).beginDraining();
    await limited.reader.token();
    const stream = await app.reader.stream();
    await stream.first('snapshot');
  });

  afterAll(async () => {
    restore();
    app.server.closeAllConnections();
    await Promise.all([app, limited, away, newer].map((one) => one.close()));
  });

  /** A request that is answered with each code. */
  const requests: Record<ProblemCode, () => readonly [InProcessApp, Ask]> = {
    auth_required: () => [app, { headers: {} }],
    invalid_token: () => [app, { headers: { 'X-VX11-Token': wrong } }],
    origin_not_allowed: () => [
      app,
      { method: 'POST', path: ISSUE, headers: { ...app.reader.headers, Origin: `https://${CANARY}.example` } },
    ],
    forbidden: () => [app, { method: 'POST', body: JSON.stringify(event({ summary: CANARY })) }],
    invalid_request: () => [app, { method: 'POST', path: ISSUE, body: `{"modules":["${CANARY} !"]}` }],
    payload_too_large: () => [
      app,
      {
        method: 'POST',
        body: CANARY.repeat(100_000),
        headers: app.operator.headers,
      },
    ],
    unsupported_media_type: () => [
      app,
      {
        method: 'POST',
        path: ISSUE,
        body: CANARY,
        headers: { ...app.reader.headers, 'Content-Type': `text/${CANARY}` },
      },
    ],
    request_refused: () => [
      app,
      { path: `/operator/api/docs/swagger-ui.css?x=${CANARY}`, headers: { Range: 'bytes=9999999999-' } },
    ],
    method_not_allowed: () => [app, { method: 'DELETE', path: `${EVENTS}?x=${CANARY}` }],
    not_found: () => [app, { path: `/${CANARY}/%E0%A4%A/${encodeURIComponent('<script>')}?x=${CANARY}` }],
    rate_limited: () => [limited, { method: 'POST', path: ISSUE }],
    store_unavailable: () => [away, { method: 'POST', path: ISSUE, body: `{"modules":["${CANARY}"]}` }],
    provider_unavailable: () => [away, { headers: { Authorization: `Bearer ${jwt}` } }],
    store_full: () => [limited, { method: 'POST', path: ISSUE, headers: limited.operator.headers }],
    log_format: () => [
      newer,
      { method: 'POST', body: JSON.stringify(event({ summary: CANARY })), headers: newer.operator.headers },
    ],
    draining: () => [limited, { path: `${EVENTS}/stream?module=${CANARY}` }],
    overloaded: () => [app, { path: `${EVENTS}/stream?module=${CANARY}` }],
    internal_error: () => [app, { path: `/operator/internal/cache-stats?x=${CANARY}` }],
  };

  const ask = async ([{ baseUrl, reader }, { method = 'GET', path = EVENTS, body, headers }]: readonly [
    InProcessApp,
    Ask,
  ]) => {
    const response = await fetch(baseUrl + path, {
      method,
      headers: { 'Content-Type': 'application/json', 'X-Correlation-Id': 'given-1', ...(headers ?? reader.headers) },
      ...(body !== undefined && { body }),
    });
    return { response, text: await response.text() };
  };

  it.each(Object.keys(PROBLEMS) as ProblemCode[])(
    '%s has the form of RFC 9457, and no secret and no detail of the implementation',
    async (code) => {
      const { response, text } = await ask(requests[code]());
      const { errors, outcome, ...document } = JSON.parse(text) as Record<string, unknown>;
      const { title } = PROBLEMS[code];
      const status = code === 'request_refused' ? 416 : PROBLEMS[code].status;
      expect(document).toEqual({
        type: `urn:vx11:problem:${code}`,
        title,
        status,
        code,
        detail: document.detail,
        correlation_id: 'given-1',
      });
      expect(String(document.detail)).toMatch(/^[A-Z].*\.$/);
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('x-correlation-id')).toBe('given-1');
      expect(response.headers.has('retry-after')).toBe(status === 429 || status === 503);
      expect(response.headers.has('www-authenticate')).toBe(status === 401);
      expect(response.headers.has('allow')).toBe(status === 405);
      expect(errors !== undefined).toBe(code === 'invalid_request');
      expect(outcome).toBe(
        ['store_unavailable', 'store_full', 'log_format'].includes(code) ? 'not_applied' : undefined,
      );

      const everything = text + JSON.stringify([...response.headers]);
      for (const secret of [CANARY, wrong, ...Object.values(app.credentials), ...Object.values(limited.credentials)]) {
        expect(everything).not.toContain(secret);
      }
      expect(everything).not.toMatch(/node_modules|\.[jt]s\b|\bat .+:\d+|[a-z]Error\b|redis:|127\.0\.0\.1/);
    },
  );

  it.each([
    [`${CANARY}`, 'text/plain'],
    [`{"summary":"${CANARY}`, 'application/json'],
    [`${CANARY}{}`, 'application/json'],
    [`["${CANARY}"]`, 'application/json'],
    [
      `{"event_type":"${CANARY}/","module":["${CANARY}"],"severity":"${CANARY}","summary":{"${CANARY}":1}}`,
      'application/json',
    ],
    [`{"events":"${CANARY}"}`, 'application/json'],
    [
      `{"modules":"${CANARY}","payload":"${CANARY}","event_id":"${CANARY}!","created_at":"${CANARY}"}`,
      'application/json',
    ],
  ])('no value of a body is repeated: %s', async (body, type) => {
    for (const path of [EVENTS, ISSUE]) {
      const { response, text } = await ask([
        app,
        { method: 'POST', path, body, headers: { ...app.operator.headers, 'Content-Type': type } },
      ]);
      expect([400, 415]).toContain(response.status);
      expect(text).not.toContain(CANARY);
    }
  });

  it('the name of an unknown field is repeated, shortened and escaped', async () => {
    const body = JSON.stringify({ [`\u0007<${'x'.repeat(100)}`]: 1 });
    const { text } = await ask([app, { method: 'POST', path: ISSUE, body }]);
    expect(JSON.parse(text)).toMatchObject({
      errors: [{ field: `?<${'x'.repeat(62)}…`, message: 'is not a known field' }],
    });
  });

  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['one that is too long', 'x'.repeat(65)],
    ['one with characters that do not belong in a log', 'a b{"c":1}'],
  ])('a request with %s gets a generated correlation id', async (_, given) => {
    const headers: Record<string, string> = given === undefined ? {} : { 'X-Correlation-Id': given };
    const response = await fetch(app.baseUrl + EVENTS, { headers });
    const id = response.headers.get('x-correlation-id');
    expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(await response.json()).toMatchObject({ correlation_id: id });
  });

  it('success carries the correlation id, too', async () => {
    const { headers } = await app.reader.call('GET', EVENTS, undefined, { 'X-Correlation-Id': 'Az09._:-' });
    expect(headers.get('x-correlation-id')).toBe('Az09._:-');
  });

  it('a credential in a wrong place is not repeated', async () => {
    const secret = newCredential();
    for (const [method, path] of [
      ['GET', `/${secret}`],
      ['GET', `${EVENTS}?limit=${secret}&after=${secret}&severity=${secret}`],
      ['GET', `${EVENTS}/stream?token=${secret}`],
      [`POST`, `${EVENTS}/${secret}`],
    ] as const) {
      const { response, text } = await ask([
        app,
        { method, path, headers: { 'X-VX11-Token': app.credentials.reader } },
      ]);
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(text + JSON.stringify([...response.headers])).not.toContain(secret);
    }
  });
});
