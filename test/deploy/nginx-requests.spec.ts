// All routes but the stream must pass statuses unchanged, and nginx must not repeat a request that an instance may have
// carried out.
import { type EndpointRule } from '../../src/endpoints/endpoint-rule.js';
import { type Nginx } from '../../cluster/nginx.js';
import { ENDPOINTS, pathOf } from '../support/endpoints.js';
import { EVENTS, nginxBefore } from './support/behind-nginx.js';
import { answer, echo, FakeInstance, hangUp, nobody } from './support/fake-instance.js';
import { stoppedAfterEach } from './support/stopped-after-each.js';

const endpoints = (reach: EndpointRule['reach']) =>
  ENDPOINTS.filter((rule) => rule.reach === reach).map(({ method, path }) => [method, pathOf(path)] as const);

describe('nginx, requests', () => {
  let a: FakeInstance;
  let b: FakeInstance;
  let nginx: Nginx;

  beforeAll(async () => {
    [a, b] = await Promise.all([FakeInstance.start(), FakeInstance.start()]);
    nginx = await nginxBefore([a, b, await nobody()]);
  });

  beforeEach(() => {
    a.asked.length = b.asked.length = 0;
  });

  afterAll(async () => {
    await nginx.stop();
    await Promise.all([a.stop(), b.stop()]);
  });

  const publish = () => fetch(nginx.baseUrl + EVENTS, { method: 'POST', body: '{}' });
  const asked = () => a.asked.length + b.asked.length;

  it.each([202, 400, 401, 403, 429, 500, 503])('%d passes unchanged, and one instance was asked', async (status) => {
    a.behaviour = b.behaviour = answer(status);
    const response = await publish();
    expect([response.status, await response.text()]).toEqual([status, 'theirs']);
    expect(asked()).toBe(1);
  });

  it.each([429, 500, 503])(
    '%d for a GET passes unchanged too, and no second instance gets the request',
    async (status) => {
      a.behaviour = b.behaviour = answer(status);
      expect((await fetch(nginx.baseUrl + EVENTS)).status).toBe(status);
      expect(asked()).toBe(1);
    },
  );

  it('an instance that refuses connections is passed over, for POST too', async () => {
    a.behaviour = b.behaviour = answer(202);
    for (let i = 0; i < 10; i++) expect((await publish()).status).toBe(202);
  });

  it('a POST that an instance has read is not sent to another', async () => {
    a.behaviour = b.behaviour = hangUp;
    const response = await publish();
    expect(response.status).toBe(502);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('retry-after')).toBe('2');
    expect(await response.json()).toMatchObject({ title: 'Bad Gateway', status: 502, outcome: 'unknown' });
    expect(asked()).toBe(1);
  });

  it('if no instance can accept a POST, it is refused with outcome not_applied', async () => {
    a.probed = b.probed = answer(503);
    const alone = await nginxBefore([a, b]);
    const response = await fetch(alone.baseUrl + EVENTS, { method: 'POST', body: '{}' });
    a.probed = b.probed = answer(200);
    await alone.stop();
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await response.json()).toMatchObject({ status: 503, outcome: 'not_applied' });
    expect(asked()).toBe(0);
  });

  it('requests go to all instances by turns', async () => {
    a.behaviour = b.behaviour = answer(200);
    for (let i = 0; i < 40; i++) await (await fetch(nginx.baseUrl + EVENTS)).text();
    expect(Math.min(a.asked.length, b.asked.length)).toBeGreaterThanOrEqual(15);
  });

  it('connections to the instances are kept and used again', async () => {
    a.behaviour = b.behaviour = answer(202);
    for (let i = 0; i < 4; i++) await (await publish()).text(); // both have been asked by now
    const before = a.connections + b.connections;
    for (let i = 0; i < 10; i++) await (await publish()).text();
    expect(a.connections + b.connections - before).toBeLessThan(10);
  });

  it('the instances get the real address of the client, whatever it claims', async () => {
    a.behaviour = b.behaviour = echo;
    const headers = { 'X-Forwarded-For': '203.0.113.9', 'X-Forwarded-Proto': 'https' };
    const seen: unknown = await (await fetch(nginx.baseUrl + EVENTS, { headers })).json();
    expect(seen).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http' });
    expect(seen).toMatchObject({ host: `127.0.0.1:${nginx.port}` });
  });

  it('a script of the page that one instance does not have comes from another, as while two versions run', async () => {
    a.behaviour = answer(404);
    b.behaviour = answer(200);
    for (let i = 0; i < 6; i++) {
      expect((await fetch(`${nginx.baseUrl}/operator/ui/assets/index-abc.js`)).status).toBe(200);
    }
    b.behaviour = answer(404);
    // 502 if the one that refuses connections was asked last.
    expect([404, 502]).toContain((await fetch(`${nginx.baseUrl}/operator/ui/assets/index-abc.js`)).status);
    expect((await fetch(nginx.baseUrl + EVENTS)).status).toBe(404);
  });

  it.each(endpoints('outside'))('%s %s is passed on', async (method, path) => {
    a.behaviour = b.behaviour = answer(200);
    expect((await fetch(nginx.baseUrl + path, { method })).status).toBe(200);
  });

  it.each(endpoints('inside'))('%s %s is not exposed, in any spelling', async (method, path) => {
    a.behaviour = b.behaviour = answer(200);
    const encoded = path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
    for (const spelling of [path, `${path}/`, path.toUpperCase(), `/${path}`, `/health/..${path}`, encoded]) {
      const { status } = await fetch(nginx.baseUrl + spelling, { method });
      expect({ spelling, status }).toEqual({ spelling, status: 404 });
    }
    expect(asked()).toBe(0);
  });

  it.each(['/elsewhere', '/index.html', '/operator/api/../internal', '/operator/api/docs/swagger-ui.css'])(
    '%s is not exposed',
    async (path) => {
      a.behaviour = b.behaviour = answer(200);
      expect((await fetch(nginx.baseUrl + path)).status).toBe(404);
      expect(asked()).toBe(0);
    },
  );

  it('a body larger than any instance accepts is refused with a problem', async () => {
    const response = await fetch(nginx.baseUrl + EVENTS, { method: 'POST', body: 'x'.repeat(1_200_000) });
    expect(response.status).toBe(413);
    expect(response.headers.get('retry-after')).toBeNull();
    expect(await response.json()).toMatchObject({ code: 'payload_too_large', status: 413 });
  });
});

describe('nginx behind another balancer', () => {
  const stopped = stoppedAfterEach();

  it('uses the address that the other balancer names', async () => {
    const instance = stopped(await FakeInstance.start());
    const nginx = stopped(await nginxBefore([instance], { NGINX_REAL_IP_FROM: '127.0.0.0/8 10.0.0.0/8' }));
    const headers = { 'X-Forwarded-For': '198.51.100.1, 203.0.113.9, 10.0.0.7' };
    const seen: unknown = await (await fetch(nginx.baseUrl + EVENTS, { headers })).json();
    expect(seen).toMatchObject({ 'x-forwarded-for': '203.0.113.9' });
  });

  // Browsers resume their streams only over TLS, which the other balancer may have ended.
  it.each([
    ['https', { NGINX_REAL_IP_FROM: '127.0.0.0/8' }],
    ['http', { NGINX_REAL_IP_FROM: '10.0.0.0/8' }],
    ['http', {}],
  ])('passes on %s, told that its client came over TLS, by %j', async (scheme, env) => {
    const instance = stopped(await FakeInstance.start());
    const nginx = stopped(await nginxBefore([instance], env));
    const seen: unknown = await (
      await fetch(nginx.baseUrl + EVENTS, { headers: { 'X-Forwarded-Proto': 'https' } })
    ).json();
    expect(seen).toMatchObject({ 'x-forwarded-proto': scheme });
  });
});
