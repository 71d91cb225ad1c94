// Bounds that nginx enforces before the instances. Each test makes the bound small, and shows that it holds and that
// another caller is not affected.
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { RedisServer } from '../../cluster/redis-server.js';
import { eventually } from '../../cluster/eventually.js';
import { EVENTS, nginxBefore, STREAM } from '../deploy/support/behind-nginx.js';
import { answer, FakeInstance } from '../deploy/support/fake-instance.js';
import { Deployment } from '../support/deployment.js';
import { stoppedAfterEach } from '../deploy/support/stopped-after-each.js';

const TOKEN = `${EVENTS}/sse-token`;

describe('the edge', () => {
  const stopped = stoppedAfterEach();
  const sockets: Socket[] = [];

  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });

  /** A connection on which `text` has been sent, what has come back on it, and its end. */
  async function say(
    port: number,
    text: string,
  ): Promise<{ socket: Socket; heard: () => string; closed: Promise<unknown> }> {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    sockets.push(socket);
    let heard = '';
    socket.on('data', (bytes) => (heard += bytes.toString()));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await once(socket, 'connect');
    socket.write(text);
    return { socket, heard: () => heard, closed };
  }

  /** The status of a GET from 127.0.0.2, another caller. */
  async function statusForSomebodyElse(port: number, path = EVENTS): Promise<number> {
    const request = httpRequest({ port, host: '127.0.0.1', localAddress: '127.0.0.2', path, agent: false }).end();
    const [response] = (await once(request, 'response')) as [{ statusCode: number; resume(): void }];
    response.resume();
    return response.statusCode;
  }

  /** Addresses as a balancer before nginx would name them. */
  const from = (address: string) => ({ headers: { 'X-Forwarded-For': address } });
  const BEHIND_BALANCER = { NGINX_REAL_IP_FROM: '127.0.0.0/8' };

  it('unfinished requests of one address leave room for other callers', async () => {
    // CWE-770: 700 slow bodies from one address made the deployment unreachable.
    const instance = stopped(await FakeInstance.start(answer(200)));
    const nginx = stopped(await nginxBefore([instance], { NGINX_REQUESTS_AT_ONCE: '5' }));
    const slow = `POST ${TOKEN} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{`;
    for (let i = 0; i < 5; i++) await say(nginx.port, slow);
    await eventually(() => instance.asked.length === 5 || undefined, { what: 'five slow bodies' });
    const refused = await fetch(nginx.baseUrl + EVENTS);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2']);
    expect(refused.headers.get('ratelimit-policy')).toBe('"open-requests";q=5;qu="concurrent-requests"');
    expect(refused.headers.get('ratelimit')).toBe('"open-requests";r=0;t=2');
    expect(await statusForSomebodyElse(nginx.port)).toBe(200);
  });

  it('streams of one address leave room for other callers, and for its own short requests', async () => {
    // CWE-770: an office may have its 2,000 streams and still ask for tokens.
    const instance = stopped(await FakeInstance.start((_request, response) => void response.write('retry: 3000\n\n')));
    const nginx = stopped(await nginxBefore([instance], { NGINX_STREAMS_PER_ADDRESS: '2' }));
    const streams = new AbortController();
    for (let i = 0; i < 2; i++) await fetch(nginx.baseUrl + STREAM, { signal: streams.signal });
    expect(await (await fetch(nginx.baseUrl + STREAM)).text()).toBe('retry: 2000\n\n');
    expect(await statusForSomebodyElse(nginx.port, STREAM)).toBe(200);
    instance.behaviour = answer(200);
    expect((await fetch(nginx.baseUrl + TOKEN, { method: 'POST' })).status).toBe(200);
    streams.abort();
  });

  it('a body that comes slowly is refused as soon as an instance knows that the credential is wrong', async () => {
    // CWE-400: nginx bounds the time between two pieces of a body, not all of it; so an instance has to see it at once.
    const instance = stopped(await FakeInstance.start());
    instance.beforeBody = answer(401);
    const nginx = stopped(await nginxBefore([instance]));
    const { heard, closed } = await say(
      nginx.port,
      `POST ${EVENTS} HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\n{`,
    );
    await eventually(() => heard().startsWith('HTTP/1.1 401') || undefined, { what: 'the answer' });
    await closed; // at most five seconds later, however long the body would have been
  });

  it('seven hundred slow bodies of a stranger are all refused at once, and other callers are served', async () => {
    // CWE-400: clients that sent heads slowly made the deployment unreachable.
    const redis = stopped(await RedisServer.start());
    const deployment = stopped(await Deployment.start({ redis: { REDIS_URL: redis.url }, instances: 1 }));
    const { port } = deployment.nginx;
    const slow = `POST ${EVENTS} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n{`;
    const bodies: Awaited<ReturnType<typeof say>>[] = [];
    while (bodies.length < 700) bodies.push(...(await Promise.all(Array.from({ length: 100 }, () => say(port, slow)))));
    expect(await statusForSomebodyElse(port, '/health')).toBe(200);
    await Promise.all(bodies.map(({ closed }) => closed));
    expect(bodies.filter(({ heard }) => heard().startsWith('HTTP/1.1 401')).length).toBe(700);
  });

  it('a head that comes slowly is cut after five seconds', async () => {
    // CWE-400: if only the time between two bytes counted, each byte would begin a new wait.
    const nginx = stopped(await nginxBefore([stopped(await FakeInstance.start())]));
    const { socket, closed } = await say(nginx.port, `GET ${STREAM} HTTP/1.1\r\nX: `);
    const dripping = setInterval(() => socket.write('x'), 500);
    await closed;
    clearInterval(dripping);
  });

  it('connections without a request are closed for one with a request', async () => {
    // CWE-772: clients that only connect must not use up the connections that others need.
    const instance = stopped(await FakeInstance.start(answer(200)));
    const nginx = stopped(await nginxBefore([instance], { NGINX_WORKER_CONNECTIONS: '40' }));
    for (let i = 0; i < 200; i++) await say(nginx.port, '');
    const served = async () => ((await statusForSomebodyElse(nginx.port).catch(() => 0)) === 200 ? true : undefined);
    await eventually(served, { what: 'an answer beside 200 silent connections', timeoutMs: 4_000 });
  });

  it('the addresses of one IPv6 /64 share one limit', async () => {
    // CWE-770: a subscriber with one address of a /64 has all 2^64 of them.
    const instance = stopped(await FakeInstance.start(answer(200)));
    const env = { ...BEHIND_BALANCER, NGINX_REQUESTS_PER_SECOND: '1', NGINX_REQUESTS_BURST: '1' };
    const nginx = stopped(await nginxBefore([instance], env));
    const mine = ['::1', '::2:0:0:0', ':1:2:3:4', ':ffff::', '::9'].map((end) => `2001:db8:0:7${end}`);
    const statuses = await Promise.all(
      mine.map(async (address) => (await fetch(nginx.baseUrl + EVENTS, from(address))).status),
    );
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(2);
    expect((await fetch(nginx.baseUrl + EVENTS, from('2001:db8:0:8::1'))).status).toBe(200);
  });

  it('what a balancer writes into X-Forwarded-For counts, and is logged, only if it is an address', async () => {
    // CWE-117: otherwise a header could write another address, or a credential, into the log.
    const instance = stopped(await FakeInstance.start(answer(200)));
    const nginx = stopped(await nginxBefore([instance], BEHIND_BALANCER));
    for (const text of ['a-text-that-nobody-may-log', '203.0.113.9.a-text-that-nobody-may-log', '2001:db8::7:443']) {
      await (await fetch(nginx.baseUrl + EVENTS, from(text))).text();
    }
    await nginx.stop();
    const log = readFileSync(nginx.accessLog, 'utf8');
    expect(log).not.toContain('a-text-that-nobody-may-log');
    expect([...log.matchAll(/"client":"([^"]+)"/g)].map(([, client]) => client)).toEqual([
      '127.0.0.1',
      '127.0.0.1',
      '2001:db8::7:443',
    ]);
  });

  it('publishing has a bound of its own, which a gateway that sends each event by itself does not meet', async () => {
    // CWE-770: a limit for strangers refused a service that published its events.
    const instance = stopped(await FakeInstance.start(answer(202)));
    const env = { NGINX_REQUESTS_PER_SECOND: '1', NGINX_REQUESTS_BURST: '1', NGINX_PUBLISHES_PER_SECOND: '1000' };
    const nginx = stopped(await nginxBefore([instance], env));
    const publish = () => fetch(nginx.baseUrl + EVENTS, { method: 'POST', body: '{}' });
    const reads = await Promise.all(Array.from({ length: 50 }, () => fetch(nginx.baseUrl + EVENTS)));
    expect(reads.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(7);
    const responses: Response[] = [];
    for (let i = 0; i < 50; i++) {
      responses.push(await publish());
      await delay(2);
    }
    expect(responses.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 202));
  });

  it('publishing too fast is refused before an instance gets it, with outcome not_applied', async () => {
    // CWE-770: callers with wrong credentials publish through nginx too.
    const instance = stopped(await FakeInstance.start(answer(202)));
    const env = { NGINX_PUBLISHES_PER_SECOND: '1', NGINX_REQUESTS_BURST: '1' };
    const nginx = stopped(await nginxBefore([instance], env));
    const publish = () => fetch(nginx.baseUrl + EVENTS, { method: 'POST', body: '{}' });
    const responses = await Promise.all(Array.from({ length: 50 }, publish));
    const refused = responses.find(({ status }) => status === 429)!;
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(refused.headers.get('ratelimit-policy')).toBe('"publishes";q=1;w=1');
    expect(await refused.json()).toMatchObject({ code: 'rate_limited', outcome: 'not_applied' });
    expect(instance.asked).toHaveLength(responses.filter(({ status }) => status === 202).length);
  });

  it('nothing that a caller writes into a request is in the access log', async () => {
    // CWE-532: a token in the path, or as the method, would be in the log, unspent.
    const instance = stopped(await FakeInstance.start(answer(404)));
    const nginx = stopped(await nginxBefore([instance]));
    const secret = 'A-TOKEN-THAT-NOBODY-MAY-LOG';
    const paths = ['?token=', '%3Ftoken=', '%3ftoken%3d', ';token=', '/', '%2f', '/%2e%2e/', '#', '/?a#token=', '%00'];
    const requests = [
      ...paths.map((middle) => `GET ${STREAM}${middle}${secret}`),
      `GET //${secret}`,
      `GET /${secret}`,
      `GET /health/${secret}`,
      `GET /metrics/${secret}`,
      `GET http://${secret}${STREAM}`,
      `GET http://x${STREAM}/${secret}`,
      `${secret} ${STREAM}`,
      `${secret} /elsewhere`,
    ];
    for (const line of requests) {
      const headers = `Referer: ${secret}\r\nUser-Agent: ${secret}\r\nX-Correlation-Id: ${secret}\r\nCookie: ${secret}`;
      const { closed } = await say(
        nginx.port,
        `${line} HTTP/1.1\r\nHost: x\r\n${headers}\r\nConnection: close\r\n\r\n`,
      );
      await closed;
    }
    await nginx.stop();
    const log = nginx.logFiles.map((file) => readFileSync(file, 'utf8')).join('');
    expect(log.match(/"route"/g)!.length).toBe(requests.length);
    expect(log).not.toContain(secret);
  });
});
