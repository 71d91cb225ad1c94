// A limit protects the instances from a client that sends too much. A page that meets a limit must be asked to retry,
// and get its stream when there is room again.
import { readFileSync } from 'node:fs';
import { eventually } from '../../cluster/eventually.js';
import { EVENTS, expectRetry, nginxBefore, STREAM } from './support/behind-nginx.js';
import { answer, FakeInstance } from './support/fake-instance.js';
import { stoppedAfterEach } from './support/stopped-after-each.js';

const TOKEN = '/operator/api/events/sse-token';

describe('nginx, limits', () => {
  const stopped = stoppedAfterEach();

  it('one stream too many is asked to retry, and opened when another has ended', async () => {
    const instance = stopped(await FakeInstance.start((_request, response) => void response.write('retry: 3000\n\n')));
    const nginx = stopped(await nginxBefore([instance], { NGINX_STREAMS_PER_ADDRESS: '1' }));
    const first = new AbortController();
    await fetch(nginx.baseUrl + STREAM, { signal: first.signal });
    await expectRetry(await fetch(nginx.baseUrl + STREAM));
    first.abort();
    const letIn = async () => {
      const stream = await fetch(nginx.baseUrl + STREAM);
      const { value } = await stream.body!.getReader().read();
      return Buffer.from(value!).toString() === 'retry: 3000\n\n' || undefined;
    };
    await eventually(letIn, { what: 'room for a stream' });
  });

  it('too many requests: the API responds with Retry-After, the stream with retry:, and neither reaches an instance', async () => {
    const instance = stopped(await FakeInstance.start(answer(200)));
    const nginx = stopped(await nginxBefore([instance], { NGINX_REQUESTS_PER_SECOND: '1', NGINX_REQUESTS_BURST: '1' }));
    const responses = await Promise.all(Array.from({ length: 10 }, () => fetch(nginx.baseUrl + EVENTS)));
    const refused = responses.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(7);
    expect(refused[0]!.headers.get('retry-after')).toBe('2');
    expect(refused[0]!.headers.get('ratelimit-policy')).toBe('"requests";q=1;w=1');
    expect(refused[0]!.headers.get('ratelimit')).toBe('"requests";r=0;t=2');
    expect(await refused[0]!.json()).toMatchObject({ code: 'rate_limited', status: 429 });
    expect(instance.asked.length).toBeLessThanOrEqual(3);

    const streams = await Promise.all(Array.from({ length: 10 }, () => fetch(nginx.baseUrl + STREAM)));
    const later = streams.filter(({ headers }) => headers.get('content-type')?.startsWith('text/event-stream'));
    expect(later.length).toBeGreaterThanOrEqual(7);
    for (const response of later) await expectRetry(response);
    expect(instance.asked.filter((asked) => asked === `GET ${STREAM}`).length).toBeLessThanOrEqual(3);
  });

  it('an office of 2,000 clients reconnects at once, with a token and a stream each, and none is asked to retry later', async () => {
    const instance = stopped(await FakeInstance.start(answer(200)));
    const nginx = stopped(await nginxBefore([instance]));
    /** A connection that breaks on a busy machine is made again. */
    const answerTo = (path: string, method: string) => {
      const ask = async () => (await fetch(nginx.baseUrl + path, { method })).text();
      return eventually(() => ask().catch(() => undefined), { what: `an answer to ${method} ${path}` });
    };
    const one = async () => {
      await answerTo(TOKEN, 'POST');
      await answerTo(STREAM, 'GET');
    };
    for (let back = 0; back < 2_000; back += 100) await Promise.all(Array.from({ length: 100 }, one));
    await nginx.stop();
    // If a limit refuses a request, no instance gets or probes it. On a busy machine an instance may respond too late instead.
    const requests = readFileSync(nginx.accessLog, 'utf8').trimEnd().split('\n');
    expect(requests.length).toBeGreaterThanOrEqual(4_000);
    expect(requests.filter((line) => line.includes('"probed":"","probe_status":"","upstream":""'))).toEqual([]);
    expect(requests.filter((line) => line.includes('"status":429'))).toEqual([]);
  });
});
