// CWE-532. nginx writes the request line, query included, into its error log when a request fails. A token in it could
// be read by anyone who reads logs. So no query string may be in any log, whatever fails.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';
import { ENDPOINTS, pathOf } from '../support/endpoints.js';
import { type Nginx } from '../../cluster/nginx.js';
import { EVENTS, expectRetry, nginxBefore, STREAM } from './support/behind-nginx.js';
import { stoppedAfterEach } from './support/stopped-after-each.js';
import { answer, type Behaviour, FakeInstance, hangUp, nobody } from './support/fake-instance.js';

const SECRET = 'a-query-that-nobody-may-log';
const QUERY = `?token=${SECRET}`;

/** Ends nginx and returns everything it has written. */
async function everythingLogged(nginx: Nginx): Promise<string> {
  await nginx.stop();
  return nginx.logFiles.map((file) => readFileSync(file, 'utf8')).join('');
}

const get = (url: string, init?: RequestInit) => fetch(url, init).then((response) => response.text());

describe('nginx, logs', () => {
  const stopped = stoppedAfterEach();

  it('all instances dead: the log tells path, instance and status, and no query string', async () => {
    const dead = [await nobody(), await nobody(), await nobody()];
    const nginx = stopped(await nginxBefore(dead));
    await expectRetry(await fetch(nginx.baseUrl + STREAM + QUERY));
    for (const path of [EVENTS, `${EVENTS}/sse-token`, '/metrics', '/elsewhere']) {
      await get(nginx.baseUrl + path + QUERY);
      await get(nginx.baseUrl + path + QUERY, { method: 'POST', body: '{}' });
    }
    const log = await everythingLogged(nginx);
    expect(log).toMatch(`"route":"${STREAM}","status":200`);
    expect(log).toContain(`127.0.0.1:${dead[0]!.port}`);
    expect(log).not.toContain(SECRET);
  });

  it('names every route of the service as the catalogue does, in any spelling', async () => {
    const nginx = stopped(await nginxBefore([stopped(await FakeInstance.start(answer(200)))]));
    const paths = [...new Set(ENDPOINTS.map(({ path }) => path))];
    // With a slash more, where that is not another route.
    const otherwise = (path: string) => (paths.includes(`${path}/`) ? path : `${path}/`).toUpperCase();
    for (const path of paths.map(pathOf))
      for (const spelling of [path, otherwise(path)]) await get(nginx.baseUrl + spelling);
    await nginx.stop();
    const logged = [...readFileSync(nginx.accessLog, 'utf8').matchAll(/"route":"([^"]+)"/g)].map(([, route]) => route);
    expect(logged).toEqual(paths.flatMap((path) => [path, path]));
  });

  it('instances that close the connection, send nonsense or refuse; limits; bodies too large; clients that leave', async () => {
    const instance = stopped(await FakeInstance.start());
    const nginx = stopped(
      await nginxBefore([instance], { NGINX_REQUESTS_PER_SECOND: '1', NGINX_REQUESTS_BURST: '30' }),
    );
    const nonsense: Behaviour = ({ socket }) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n');
    for (const behaviour of [hangUp, nonsense, answer(500), answer(503), answer(429), answer(403)]) {
      instance.behaviour = behaviour;
      await get(nginx.baseUrl + STREAM + QUERY);
      await get(nginx.baseUrl + EVENTS + QUERY, { method: 'POST', body: '{}' });
    }
    await get(nginx.baseUrl + STREAM + QUERY, { method: 'POST', body: 'x'.repeat(1_200_000) });
    instance.behaviour = (_request, response) => void response.write('retry: 3000\n\n');
    const leaving = new AbortController();
    await fetch(nginx.baseUrl + STREAM + QUERY, { signal: leaving.signal });
    leaving.abort();
    instance.behaviour = answer(200);
    await Promise.all(Array.from({ length: 60 }, () => get(nginx.baseUrl + STREAM + QUERY))); // past the limit
    const log = await everythingLogged(nginx);
    expect(log.split('\n').length).toBeGreaterThan(70);
    expect(log).not.toContain(SECRET);
  });

  it('requests that are not HTTP, or too long', async () => {
    const nginx = stopped(await nginxBefore([await nobody()]));
    for (const request of [
      `GET ${STREAM}${QUERY} HTTP/9.9\r\n\r\n`,
      `GET ${STREAM}${QUERY}\0 HTTP/1.1\r\nHost: x\r\n\r\n`,
      `GET ${STREAM}${QUERY} HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n`,
      `GET ${STREAM}${QUERY}${'x'.repeat(40_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      `GET ${STREAM}${QUERY} HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(40_000)}\r\n\r\n`,
      `POST ${STREAM}${QUERY} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n`,
    ]) {
      const socket = connect(nginx.port, '127.0.0.1').on('error', () => undefined);
      socket.resume().end(request);
      await once(socket, 'close');
    }
    expect(await everythingLogged(nginx)).not.toContain(SECRET);
  });

  it('nginx out of connections, which it reports at "alert": still a retry, and nothing logged', async () => {
    const instance = stopped(await FakeInstance.start((_request, response) => void response.write('retry: 3000\n\n')));
    const nginx = stopped(await nginxBefore([instance], { NGINX_WORKER_CONNECTIONS: '9' })); // odd: a browser's, but no instance's
    const streams = new AbortController();
    const opened: string[] = [];
    for (let i = 0; i < 40 && !opened.includes('retry: 2000\n\n'); i++) {
      try {
        const response = await fetch(nginx.baseUrl + STREAM + QUERY, { signal: streams.signal });
        expect(response.status).toBe(200);
        const { value } = await response.body!.getReader().read();
        opened.push(Buffer.from(value!).toString());
      } catch {
        break; // not even a connection: the browser tries again by itself
      }
    }
    streams.abort();
    const log = await everythingLogged(nginx);
    expect(opened).toContain('retry: 2000\n\n');
    expect(log).not.toContain(SECRET);
  });
});
