// A resume cookie lives longer than a token. Nobody but the browser that redeemed a token may resume its stream, and that one only
// as long as its principal may read. docs/security/resume.md has a sentence for each of these tests.
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../cluster/eventually.js';
import { type Instance } from '../../cluster/instance.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { digestOfCredential } from '../../src/principal/fingerprint.js';
import { Api, event } from '../support/api.js';
import { BrowserContext, FROM_PAGE } from '../support/browser-context.js';
import { Instances } from '../support/instances.js';
import { type SseReader, SseReader as Reader } from '../support/sse-reader.js';
import { newCredential, used } from '../support/used-credentials.js';
import { RawConnection } from './support/raw-connection.js';

const OVER_TLS = { 'X-Forwarded-Proto': 'https' };

describe('the stream of a browser', () => {
  let redis: RedisServer;
  let instances: Instances;
  let [first, second]: Instance[] = [];
  let a: Api;
  let b: Api;
  /** A principal of the file, with two streams at most. */
  let watch: Api;
  const file = join(createRunDirectory('resume'), 'principals.yaml');
  const credential = newCredential();

  /** Sets the modules that the principal `watch` may read; without any it is no principal. */
  function allow(modules: readonly string[] | undefined): void {
    const principal = {
      name: 'watch',
      credentials: [`sha256:${digestOfCredential(credential)}`],
      rights: ['read'],
      streams_max: 2,
      read: { modules },
    };
    // In one step, so that nobody reads half of it.
    writeFileSync(`${file}.new`, JSON.stringify({ principals: modules ? [principal] : [] }));
    renameSync(`${file}.new`, file);
  }

  beforeAll(async () => {
    allow(['test', 'other']);
    redis = await RedisServer.start();
    const env = { REDIS_URL: redis.url, VX11_TRUSTED_PROXIES: 'loopback', VX11_PRINCIPALS_FILE: file };
    instances = new Instances(env);
    [first, second] = await Promise.all([instances.add(), instances.add({ VX11_INSTANCE_ID: 'b' })]);
    [a, b] = [instances.api(first), instances.api(second)];
    watch = new Api(first.baseUrl, credential);
  });
  afterAll(async () => {
    second!.thaw();
    await instances.stop();
    await redis.stop();
  });

  /** A browser with an open stream, of the principal that `api` calls as. */
  async function opened(api: Api = a) {
    const browser = new BrowserContext(OVER_TLS);
    const token = await browser.token(api);
    const stream = await browser.open(api, token);
    await stream.first('snapshot');
    return { browser, token, stream };
  }

  async function refusal(reader: SseReader): Promise<unknown> {
    await reader.end();
    return [reader.status, (JSON.parse(reader.body) as { code: string }).code];
  }

  const USED = [403, 'invalid_token'];

  it('is not resumed by another browser, which has a cookie of its own', async () => {
    const { token, stream } = await opened();
    const other = await opened();
    expect(await refusal(await other.browser.open(b, token, stream.lastEventId))).toEqual(USED);
    expect(stream.ended).toBe(false);
    stream.close();
    other.stream.close();
  });

  it('is not resumed by whoever has the URL alone, be it a program or a browser', async () => {
    const { token, stream } = await opened();
    expect(await refusal(await Reader.open(a.streamUrl(token)))).toEqual(USED);
    const thief = new BrowserContext(OVER_TLS);
    await (await thief.open(b, token)).end();
    expect(await refusal(await thief.open(b, token, 'begin'))).toEqual(USED);
    expect(stream.ended).toBe(false);
    stream.close();
  });

  it('is not resumed by whoever has the cookie alone: there is no way to find the token', async () => {
    const { browser, stream } = await opened();
    const guess = used(Buffer.alloc(32, 7).toString('base64url'));
    expect(await refusal(await browser.open(a, guess))).toEqual(USED);
    const without = await Reader.open(`${a.baseUrl}/operator/api/events/stream`, {
      headers: { ...FROM_PAGE, ...OVER_TLS, Cookie: browser.cookie! },
    });
    expect(await refusal(without)).toEqual([401, 'auth_required']);
    stream.close();
  });

  it('is resumed by nobody after its principal was revoked, with URL and cookie', async () => {
    const { browser, token, stream } = await opened(watch);
    await a.call('DELETE', '/operator/api/principals/watch/sessions');
    await stream.first('goodbye');
    for (const api of [b, a]) expect(await refusal(await browser.open(api, token, stream.lastEventId))).toEqual(USED);
  });

  it('is resumed by nobody after an administrator ended it, with URL and cookie', async () => {
    const { browser, token, stream } = await opened();
    stream.close();
    const again = await browser.open(b, token);
    await again.first('snapshot');
    const find = async () => {
      const { body } = await a.call('GET', '/operator/api/streams?principal=operator');
      const streams = body.streams as { id: string; instance: string; resumes: number }[];
      return streams.find(({ instance, resumes }) => instance === 'b' && resumes > 0)?.id;
    };
    const id = await eventually(find, { what: 'the stream to be listed' });
    await a.call('DELETE', `/operator/api/streams/${id}`);
    await again.first('goodbye');
    expect(await refusal(await browser.open(a, token, again.lastEventId))).toEqual(USED);
  });

  it('shows no more than its principal may see when it is resumed, and nothing once that is gone', async () => {
    const { browser, token, stream } = await opened(watch);
    allow(['test']);
    // The stream is ended, since its principal may see less now.
    await stream.first('goodbye');
    await a.publish(event({ module: 'other', summary: 'outside' }), event({ module: 'test', summary: 'inside' }));
    const narrowed = await browser.open(a, token, stream.lastEventId);
    expect((await narrowed.receive(1)).map(({ summary }) => summary)).toEqual(['inside']);
    allow(undefined);
    await narrowed.first('goodbye');
    expect(await refusal(await browser.open(a, token, narrowed.lastEventId))).toEqual(USED);
    allow(['test', 'other']);
    for (const { baseUrl } of [first!, second!]) {
      const api = new Api(baseUrl, credential);
      const back = async () => (await api.call('GET', '/operator/api/events')).status === 200 || undefined;
      await eventually(back, { what: 'the principal to be back' });
    }
  });

  it('takes the place of the stream before it, where its principal may have two', async () => {
    const one = await opened(watch);
    const two = await opened(watch);
    for (const api of [b, a, b]) {
      const again = await one.browser.open(api, one.token, one.stream.lastEventId);
      await again.until(() => /retry: 1\d{3}\n/.test(again.body), 'the stream to be open');
      await one.stream.end();
      one.stream = again;
    }
    const third = new BrowserContext(OVER_TLS);
    const refused = await third.open(b, await third.token(watch));
    await refused.end();
    expect([refused.status, refused.frames]).toEqual([200, []]);
    expect(two.stream.ended).toBe(false);
    for (const { stream } of [one, two]) stream.close();
  });

  it('is not resumed with a cookie that a sibling planted, or that is there twice or malformed', async () => {
    const { browser, token, stream } = await opened();
    const value = browser.cookie!.split('=')[1]!;
    const planted = [
      `vx11_resume=${value}`,
      `${browser.cookie}; ${browser.cookie}`,
      `${browser.cookie}x`,
      `__host-vx11_resume=${value}`,
    ];
    for (const Cookie of planted) {
      const thief = await Reader.open(a.streamUrl(token), {
        headers: { ...FROM_PAGE, ...OVER_TLS, Cookie, 'Last-Event-ID': 'begin' },
      });
      expect(await refusal(thief)).toEqual(USED);
    }
    stream.close();
  });

  it.each([
    ['an image', { 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' }],
    ["a sibling's image", { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' }],
    ["a sibling's EventSource", { 'Sec-Fetch-Site': 'same-site', Origin: 'https://sibling.example' }],
    ['a pasted address', { 'Sec-Fetch-Site': 'none', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' }],
    ['a frame', { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' }],
  ])('is neither opened nor resumed by %s, and the token is not spent', async (_, headers) => {
    const browser = new BrowserContext(OVER_TLS);
    const token = await browser.token(a);
    expect(await refusal(await browser.open(a, token, undefined, headers))).toEqual([403, 'origin_not_allowed']);
    const stream = await browser.open(a, token);
    await stream.first('snapshot');
    expect(await refusal(await browser.open(b, token, undefined, headers))).toEqual([403, 'origin_not_allowed']);
    await a.publish(event({ summary: 'still there' }));
    await stream.receive(1);
    stream.close();
  });

  it('is not ended by an older request of the same browser that an instance reads after it was frozen', async () => {
    const { browser, token, stream } = await opened();
    second!.freeze();
    const late = await RawConnection.open(b.baseUrl);
    const { pathname, search } = new URL(b.streamUrl(token));
    late.request(`GET ${pathname}${search}`, { ...FROM_PAGE, ...OVER_TLS, Cookie: browser.cookie! });
    late.close();
    const newer = await browser.open(a, token, stream.lastEventId);
    await newer.until(() => /retry: 1\d{3}\n/.test(newer.body), 'the stream to be open');
    second!.thaw();
    await eventually(async () => (await b.call('GET', '/health/ready')).status === 200 || undefined, {
      what: 'the frozen instance to be back',
    });
    await newer.first('heartbeat');
    expect(newer.framesOf('goodbye')).toEqual([]);
    newer.close();
  });

  it('is live once, whichever of two tabs with one URL comes first', async () => {
    const { browser, token, stream } = await opened();
    const tabs = await Promise.all([a, b, a, b].map((api) => browser.open(api, token)));
    const over = () => tabs.filter(({ ended }) => ended).length === 3 || undefined;
    await eventually(over, { what: 'three of four tabs to be superseded' });
    await stream.end();
    const [live] = tabs.filter(({ ended }) => !ended);
    await live!.first('snapshot');
    for (const tab of tabs.filter(({ ended }) => ended)) {
      expect((await browser.open(a, token, tab.lastEventId)).status).toBe(204);
    }
    expect(live!.ended).toBe(false);
    live!.close();
  });
});
