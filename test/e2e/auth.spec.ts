// Each principal may do what its rights allow and nothing more. A refusal must help a good caller and reveal nothing to
// a bad one.
import request from 'supertest';
import { Api, event } from '../support/api.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { newCredential } from '../support/used-credentials.js';
import { problem } from './support/problem.js';

const EVENTS = '/operator/api/events';
const GUARDED = [
  ['POST', `${EVENTS}/sse-token`],
  ['GET', `${EVENTS}/stream`],
  ['POST', EVENTS],
  ['GET', EVENTS],
  ['GET', '/operator/internal/cache-stats'],
  ['GET', '/operator/internal/instance-id'],
] as const;

describe('principals and their rights', () => {
  let app: InProcessApp;
  const gone = newCredential();
  const [older, newer] = [newCredential(), newCredential()];
  const tentaculo = newCredential();

  beforeAll(async () => {
    app = await startInProcess({ VX11_TENTACULO_LINK_TOKEN: tentaculo, VX11_GATEWAY_TOKEN: `${newer}, ${older}` });
  });

  afterAll(() => app.close());

  const as = (credential: string) => new Api(app.baseUrl, credential);
  const statuses = async (api: Api) => ({
    issue: (await api.call('POST', `${EVENTS}/sse-token`)).status,
    publish: (await api.call('POST', EVENTS, event())).status,
    history: (await api.call('GET', EVENTS)).status,
    internal: (await api.call('GET', '/operator/internal/instance-id')).status,
  });

  it.each([
    ['operator', () => app.credentials.operator, 202],
    ['gateway', () => newer, 202],
    ['tentaculo-link', () => tentaculo, 202],
    ['principal', () => app.credentials.reader, 403],
  ])('%s has its rights and no other', async (_, credential, publish) => {
    expect(await statuses(as(credential()))).toEqual({ issue: 200, publish, history: 200, internal: 200 });
  });

  it('every credential of a list is valid, so that one can be rotated; others are not', async () => {
    for (const credential of [newer, older]) expect((await as(credential).call('GET', EVENTS)).status).toBe(200);
    for (const credential of [gone, `${newer}, ${older}`, newer.slice(0, -1), `${newer}x`, newer.toUpperCase()]) {
      expect(await as(credential).call('GET', EVENTS)).toMatchObject(problem('invalid_token'));
    }
  });

  it('a missing right is named, and nothing is done', async () => {
    const { body: before } = await app.reader.call('GET', EVENTS);
    const refused = await app.reader.call('POST', EVENTS, event());
    expect(refused).toMatchObject(problem('forbidden', { detail: 'The principal lacks the right to publish.' }));
    const { body: after } = await app.reader.call('GET', EVENTS);
    expect(after.last_event_id).toBe(before.last_event_id);
  });

  it.each(GUARDED)('%s %s asks for a credential and says how', async (method, path) => {
    const answer = await request(app.server)[method === 'GET' ? 'get' : 'post'](path).expect(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="vx11"');
    expect(answer.body).toMatchObject({ code: 'auth_required' });
  });

  it.each(GUARDED)('%s %s refuses a wrong credential without asking for another', async (method, path) => {
    const answer = await as(gone).call(method, path);
    expect(answer).toMatchObject(problem('invalid_token', { detail: 'The credential is not known.' }));
    expect(answer.headers.get('www-authenticate')).toBeNull();
  });

  it.each([
    ['X-VX11-Token', (credential: string) => ({ 'X-VX11-Token': credential }), 200],
    ['Authorization: Bearer', (credential: string) => ({ Authorization: `Bearer ${credential}` }), 200],
    ['any case of the scheme', (credential: string) => ({ Authorization: `bEARER  ${credential}` }), 200],
    ['X-VX11-Token before Authorization', (c: string) => ({ 'X-VX11-Token': c, Authorization: 'Bearer wrong' }), 200],
    ['and not the other way round', (c: string) => ({ 'X-VX11-Token': 'wrong', Authorization: `Bearer ${c}` }), 403],
    [
      'an empty X-VX11-Token counts as none',
      (c: string) => ({ 'X-VX11-Token': '', Authorization: `Bearer ${c}` }),
      200,
    ],
    ['another scheme is no credential', (credential: string) => ({ Authorization: `Basic ${credential}` }), 401],
    ['a scheme alone is no credential', () => ({ Authorization: 'Bearer' }), 401],
    ['a cookie is no credential', (credential: string) => ({ Cookie: `X-VX11-Token=${credential}` }), 401],
  ])('credential in the header: %s', async (_, headers, status) => {
    await request(app.server)
      .get(EVENTS)
      .set(headers(app.credentials.reader) as Record<string, string>)
      .expect(status);
  });

  it('a credential in the URL of anything but the stream is no credential', async () => {
    await request(app.server).get(EVENTS).query({ token: app.credentials.operator }).expect(401);
  });

  it('a token is not a credential, and trying it as one leaves it unspent', async () => {
    const token = await app.reader.token();
    expect(await as(token).call('GET', EVENTS)).toMatchObject(problem('invalid_token'));
    await request(app.server).get(EVENTS).query({ token }).expect(401);
    const { body } = await app.reader.call('GET', '/operator/internal/cache-stats');
    expect(body.live_tokens).toBeGreaterThan(0);
  });
});
