// For EventSource every status but 200 is final. So temporary faults must arrive as a stream with `retry:`, and final
// ones unchanged.
import { readFileSync } from 'node:fs';
import { eventually } from '../../cluster/eventually.js';
import { type Nginx } from '../../cluster/nginx.js';
import { EVENTS, expectRetry, nginxBefore, STREAM } from './support/behind-nginx.js';
import { answer, FakeInstance, hangUp, nobody } from './support/fake-instance.js';
import { stoppedAfterEach } from './support/stopped-after-each.js';

describe('nginx, the stream', () => {
  let a: FakeInstance;
  let b: FakeInstance;
  let nginx: Nginx;

  beforeAll(async () => {
    [a, b] = await Promise.all([FakeInstance.start(), FakeInstance.start()]);
    nginx = await nginxBefore([a, b, await nobody()]);
  });

  afterAll(async () => {
    await nginx.stop();
    await Promise.all([a.stop(), b.stop()]);
  });

  const open = (path = `${STREAM}?token=t`) => fetch(nginx.baseUrl + path);

  it.each([429, 500, 502, 503, 504])('%d from every instance becomes 200, retry', async (status) => {
    a.behaviour = b.behaviour = answer(status);
    await expectRetry(await open());
  });

  it.each([204, 400, 401, 403, 404, 405])('%d passes unchanged', async (status) => {
    a.behaviour = b.behaviour = answer(status);
    const response = await open();
    expect(response.status).toBe(status);
    expect(await response.text()).toBe(status === 204 ? '' : 'theirs');
  });

  it('the spelling of the URL changes nothing: Express ignores case and a slash at the end', async () => {
    a.behaviour = b.behaviour = answer(503);
    await expectRetry(await open(`${STREAM}/?token=t`));
    await expectRetry(await open('/Operator/API/events/STREAM?token=t'));
  });

  it('after a 503 of an instance another one is tried: the token is unspent', async () => {
    const pair = await nginxBefore([a, b]);
    a.behaviour = answer(503);
    b.behaviour = answer(200);
    for (let i = 0; i < 10; i++) expect(await (await fetch(pair.baseUrl + STREAM)).text()).toBe('theirs');
    await pair.stop();
  });

  it('a 502, 504 or 429 is not tried elsewhere: the token may be spent', async () => {
    a.behaviour = b.behaviour = answer(504);
    a.asked.length = b.asked.length = 0;
    await expectRetry(await open());
    expect(a.asked.length + b.asked.length).toBe(1);
  });

  it('an instance that closes the connection without a response: 200, retry, and no other is tried, since the token may be spent', async () => {
    a.behaviour = b.behaviour = hangUp;
    a.asked.length = b.asked.length = 0;
    await expectRetry(await open());
    expect(a.asked.length + b.asked.length).toBe(1);
    // nginx writes the line after the response.
    const line = /"upstream_status":"502","upstream_sent":"\d{2,}"[^\n]*\n$/;
    await eventually(() => line.test(readFileSync(nginx.accessLog, 'utf8')) || undefined, { what: 'its line' });
  });

  it('any number of failures makes no instance "down"', async () => {
    a.behaviour = b.behaviour = hangUp;
    for (let i = 0; i < 20; i++) await fetch(nginx.baseUrl + EVENTS).then((response) => response.text());
    a.behaviour = b.behaviour = answer(200);
    expect(await (await open()).text()).toBe('theirs');
  });

  it('the first bytes arrive while the instance is still writing', async () => {
    a.behaviour = b.behaviour = (_request, response) => void response.write('retry: 3000\n\n'); // and never ends
    const response = await open();
    const { value } = await response.body!.getReader().read();
    expect(Buffer.from(value!).toString()).toBe('retry: 3000\n\n');
    expect(response.headers.get('x-accel-buffering')).toBeNull();
  });
});

describe('nginx, with an instance that accepts connections and does not respond', () => {
  const stopped = stoppedAfterEach();
  const silence = () => undefined;

  it('opens every stream at another one, and sends the silent one no request for a stream', async () => {
    const [silent, other] = [
      stopped(await FakeInstance.start(silence)),
      stopped(await FakeInstance.start(answer(200))),
    ];
    silent.probed = silence;
    const nginx = stopped(await nginxBefore([silent, other]));
    const streams = Array.from({ length: 20 }, () => fetch(nginx.baseUrl + STREAM));
    for (const stream of await Promise.all(streams)) expect(await stream.text()).toBe('theirs');
    expect([silent.asked.length, other.asked.length]).toEqual([0, 20]);
    expect(readFileSync(nginx.accessLog, 'utf8')).toContain(`"probed":"127.0.0.1:${other.port}","probe_status":"200"`);
  });

  it('publishes every event at another one, and repeats requests that only read', async () => {
    const [silent, other] = [
      stopped(await FakeInstance.start(silence)),
      stopped(await FakeInstance.start(answer(202))),
    ];
    silent.probed = silence;
    const nginx = stopped(await nginxBefore([silent, other]));
    const publishes = Array.from({ length: 20 }, () => fetch(nginx.baseUrl + EVENTS, { method: 'POST', body: '{}' }));
    const tokens = Array.from({ length: 4 }, () => fetch(`${nginx.baseUrl}${EVENTS}/sse-token`, { method: 'POST' }));
    for (const { status } of await Promise.all([...publishes, ...tokens])) expect(status).toBe(202);
    expect(silent.asked).not.toContain(`POST ${EVENTS}`);
  });
});

describe('nginx, with no instance at all', () => {
  const stopped = stoppedAfterEach();

  it('asks streams to retry, and opens them as soon as one is back', async () => {
    const address = await nobody();
    const nginx = stopped(await nginxBefore([address, await nobody()]));
    await expectRetry(await fetch(`${nginx.baseUrl}${STREAM}?token=t`));
    stopped(await FakeInstance.start(answer(200), address.port));
    expect(await (await fetch(`${nginx.baseUrl}${STREAM}?token=t`)).text()).toBe('theirs');
  });

  it('reports its own health at NGINX_HEALTH_LISTEN', async () => {
    const health = `127.0.0.1:${(await nobody()).port}`;
    stopped(await nginxBefore([await nobody()], { NGINX_HEALTH_LISTEN: health }));
    expect((await fetch(`http://${health}/`)).status).toBe(204);
  });
});
