// A limit protects the instances from one wild client. It must never be the end for a good one: a page that meets it is
// told to come back, and gets in when there is room again.
import { eventually } from '../../cluster/eventually.js';
import { EVENTS, expectRetry, nginxBefore, STREAM } from './support/behind-nginx.js';
import { answer, FakeInstance } from './support/fake-instance.js';
import { stoppedAfterEach } from './support/stopped-after-each.js';

const TOKEN = '/operator/api/events/sse-token';

describe('nginx, limits', () => {
  const stopped = stoppedAfterEach();

  it('a stream too many is told to retry, and let in when another has ended', async () => {
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

  it('requests too many: the API says when to come back, the stream says retry, and neither reaches an instance', async () => {
    const instance = stopped(await FakeInstance.start(answer(200)));
    const nginx = stopped(await nginxBefore([instance], { NGINX_REQUESTS_PER_SECOND: '1', NGINX_REQUESTS_BURST: '1' }));
    const responses = await Promise.all(Array.from({ length: 10 }, () => fetch(nginx.baseUrl + EVENTS)));
    const refused = responses.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(7);
    expect(refused[0]!.headers.get('retry-after')).toBe('2');
    expect(await refused[0]!.json()).toMatchObject({ code: 'rate_limited', status: 429 });
    expect(instance.asked.length).toBeLessThanOrEqual(3);

    const streams = await Promise.all(Array.from({ length: 10 }, () => fetch(nginx.baseUrl + STREAM)));
    const later = streams.filter(({ headers }) => headers.get('content-type')?.startsWith('text/event-stream'));
    expect(later.length).toBeGreaterThanOrEqual(7);
    for (const response of later) await expectRetry(response);
    expect(instance.asked.filter((asked) => asked === `GET ${STREAM}`).length).toBeLessThanOrEqual(3);
  });

  it('an office of 2,000 comes back at once, with a token and a stream each, and nobody is told to come later', async () => {
    const instance = stopped(await FakeInstance.start(answer(200)));
    const nginx = stopped(await nginxBefore([instance]));
    const one = async () => {
      const token = await fetch(nginx.baseUrl + TOKEN, { method: 'POST' });
      const stream = await fetch(nginx.baseUrl + STREAM);
      return [token.status, (await stream.text()) === 'retry: 2000\n\n'] as const;
    };
    const seen: (readonly [number, boolean])[] = [];
    while (seen.length < 2_000) seen.push(...(await Promise.all(Array.from({ length: 100 }, one))));
    expect(seen.filter(([status, later]) => status !== 200 || later)).toEqual([]);
  }, 60_000);
});
