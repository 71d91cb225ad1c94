// A token must be short-lived, show only what it was issued for, and be refused when it is requested in a wrong way.
import request from 'supertest';
import { eventually } from '../../cluster/eventually.js';
import { event } from '../support/api.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { SseReader } from '../support/sse-reader.js';
import { used } from '../support/used-credentials.js';
import { matching } from './support/matching.js';
import { faultyFields, problem } from './support/problem.js';
import { appsOfEachTest } from './support/started-apps.js';

const ISSUE = '/operator/api/events/sse-token';

describe('issuing a token', () => {
  let app: InProcessApp;

  beforeAll(async () => {
    app = await startInProcess({ EPHEMERAL_TOKEN_TTL_SEC: '299' });
  });

  afterAll(() => app.close());

  it('responds with the token, its life in two fields, and where to open the stream', async () => {
    const response = await request(app.server).post(ISSUE).set(app.reader.headers).expect(200);
    const answer = response.body as { sse_token: string; endpoint: string };
    used(answer.sse_token);
    expect(answer).toEqual({
      sse_token: matching(/^[A-Za-z0-9_-]{43}$/),
      expires_in_sec: 299,
      ttl_sec: 299,
      endpoint: '/operator/api/events/stream',
    });
    expect(response.headers['cache-control']).toBe('no-store');
    const stream = await SseReader.open(`${app.baseUrl}${answer.endpoint}?token=${answer.sse_token}`);
    expect(stream.status).toBe(200);
    stream.close();
  });

  it('never issues the same token twice', async () => {
    const tokens = await Promise.all(Array.from({ length: 50 }, () => app.reader.token()));
    expect(new Set(tokens).size).toBe(50);
  });

  it.each([
    ['no body', () => request(app.server).post(ISSUE)],
    ['an empty object', () => request(app.server).post(ISSUE).send({})],
    ['an empty body of another type', () => request(app.server).post(ISSUE).type('text/plain')],
  ])('%s restricts nothing', async (_, post) => {
    const response = await post().set(app.reader.headers).expect(200);
    used((response.body as { sse_token: string }).sse_token);
  });

  it.each([
    ['a list', [], ['body']],
    ['modules that is no list', { modules: 'switch' }, ['modules']],
    ['modules that is an object', { modules: { 0: 'switch' } }, ['modules']],
    ['modules that is null', { modules: null }, ['modules']],
    ['no module at all', { modules: [] }, ['modules']],
    ['too many modules', { modules: Array.from({ length: 101 }, (_, index) => `m${index}`) }, ['modules']],
    ['a module that is no name', { modules: ['switch', 'two words'] }, ['modules']],
    ['a module that is no text', { modules: [7] }, ['modules']],
    ['severities that is null', { severities: null }, ['severities']],
    ['no severity at all', { severities: [] }, ['severities']],
    ['an unknown severity', { severities: ['error', 'loud'] }, ['severities']],
    ['an unknown field', { module: ['switch'] }, ['module']],
    ['__proto__', '{"__proto__":{"modules":["switch"]}}', ['__proto__']],
    ['several faults', { tokens: 1, modules: ['!'], severities: ['!'] }, ['tokens', 'modules', 'severities']],
  ])('refuses %s, and names every fault', async (_, body, fields) => {
    const answer = await app.reader.call('POST', ISSUE, body);
    expect(answer).toMatchObject(problem('invalid_request'));
    expect([...new Set(faultyFields(answer))]).toEqual(fields);
  });

  it('a refused request issues nothing and harms nothing', async () => {
    const before = await app.reader.call('GET', '/operator/internal/cache-stats');
    await app.reader.call('POST', ISSUE, { modules: ['!'] });
    expect(await app.reader.call('GET', '/operator/internal/cache-stats')).toMatchObject({
      status: 200,
      body: { live_tokens: before.body.live_tokens },
    });
  });

  it('100 modules are not too many', async () => {
    await app.reader.token({ modules: Array.from({ length: 100 }, (_, index) => `m${index}`) });
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json-seq',
    'application/json;charset=latin1',
  ])('a body of type %s is refused', async (type) => {
    const answer = await app.reader.call('POST', ISSUE, '{"modules":["switch"]}', { 'Content-Type': type });
    expect(answer).toMatchObject(problem('unsupported_media_type'));
  });
});

describe('a token that nobody redeems', () => {
  const start = appsOfEachTest();

  it('expires, and is refused as unknown or expired', async () => {
    const app = await start({ EPHEMERAL_TOKEN_TTL_SEC: '4' });
    const token = await app.reader.token();
    const live = async () => (await app.reader.call('GET', '/operator/internal/cache-stats')).body.live_tokens;
    expect(await live()).toBe(1);
    await eventually(async () => (await live()) === 0 || undefined, { what: 'the token to expire' });
    const refused = await SseReader.open(app.reader.streamUrl(token));
    await refused.end();
    expect(refused.status).toBe(403);
    expect(JSON.parse(refused.body)).toMatchObject({ code: 'invalid_token', detail: matching('expired') });
  });
});

describe('a restricted token', () => {
  let app: InProcessApp;

  beforeAll(async () => {
    app = await startInProcess();
    await app.operator.publish(...all('past'));
  });

  afterAll(() => app.close());

  /** One event of each of two modules and three severities. */
  const all = (summary: string) =>
    ['hermes', 'switch'].flatMap((module) =>
      ['info', 'warn', 'critical'].map((severity) => event({ module, severity, summary })),
    );
  const seen = (events: Record<string, unknown>[]) =>
    events.map(({ module, severity }) => `${String(module)} ${String(severity)}`);

  it.each([
    ['modules', { modules: ['hermes'] }, '', ['hermes info', 'hermes warn', 'hermes critical']],
    ['severities', { severities: ['critical'] }, '', ['hermes critical', 'switch critical']],
    ['both', { modules: ['switch'], severities: ['warn', 'critical'] }, '', ['switch warn', 'switch critical']],
    ['and the query, which narrows', { modules: ['switch'] }, 'severity=warn', ['switch warn']],
    [
      'and the query, which never widens',
      { modules: ['switch'] },
      'module=hermes,switch&severity=info',
      ['switch info'],
    ],
    ['and a query that asks for something else', { modules: ['switch'] }, 'module=hermes', []],
  ])('shows what it was issued for: %s', async (_, restrictions, query, expected) => {
    const token = await app.reader.token(restrictions);
    // The last event of a call that passes no filter but the sentinel's own.
    const sentinel = await app.operator.stream('snapshot=0');
    const stream = await SseReader.open(app.reader.streamUrl(token, `snapshot=100&${query}`));
    const { data } = await stream.first('snapshot');
    const past = (JSON.parse(data) as { events: Record<string, unknown>[] }).events;
    expect(new Set(seen(past))).toEqual(new Set(expected));

    await sentinel.first('snapshot');
    const ids = await app.operator.publish(...all('live'));
    await stream.receive(expected.length);
    await sentinel.receive(ids.length);
    expect(seen(stream.events)).toEqual(expected);

    const resumed = await SseReader.open(app.reader.streamUrl(await app.reader.token(restrictions), query), {
      headers: { 'Last-Event-ID': (JSON.parse(data) as { last_event_id: string }).last_event_id },
    });
    expect(seen(await resumed.receive(expected.length))).toEqual(expected);
    for (const one of [stream, sentinel, resumed]) one.close();
  });
});
