// The EventSource of a browser repeats its URL, whose token is spent. Only with the cookie of the same browser may it go on, at
// any instance, and then without a lost or repeated event.
import { join } from 'node:path';
import { type Instance } from '../../cluster/instance.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { type Api, event } from '../support/api.js';
import { BrowserContext } from '../support/browser-context.js';
import { Instances } from '../support/instances.js';
import { SseReader } from '../support/sse-reader.js';
import { auditLine, auditLines } from './support/audit-lines.js';
import { sample } from './support/metrics.js';

const COOKIE = /^vx11_resume=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Strict$/;
const TLS_COOKIE = /^__Host-vx11_resume=[A-Za-z0-9_-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict$/;
/** Plain HTTP, as on localhost. */
const PLAIN = { NODE_ENV: 'development' };
const OVER_TLS = { 'X-Forwarded-Proto': 'https' };

describe('a browser with a resume cookie', () => {
  let redis: RedisServer;
  let instances: Instances;
  let a: Api;
  let b: Api;

  beforeAll(async () => {
    redis = await RedisServer.start();
    instances = new Instances({ ...PLAIN, REDIS_URL: redis.url, VX11_TRUSTED_PROXIES: 'loopback' });
    const all: Instance[] = await Promise.all([instances.add(), instances.add({ VX11_INSTANCE_ID: 'b' })]);
    [a, b] = all.map((instance) => instances.api(instance)) as [Api, Api];
  });
  afterAll(async () => {
    await instances.stop();
    await redis.stop();
  });

  it('gets it with its token, once, and no other caller gets one', async () => {
    const browser = new BrowserContext();
    await browser.token(a);
    expect(browser.setCookie).toMatch(COOKIE);
    browser.setCookie = undefined;
    await browser.token(b);
    expect(browser.setCookie).toBeUndefined();
    const program = await a.call('POST', '/operator/api/events/sse-token');
    expect(program.headers.getSetCookie()).toEqual([]);
  });

  it('gets one that no sibling can plant where a trusted proxy says that there is TLS', async () => {
    const browser = new BrowserContext(OVER_TLS);
    const token = await browser.token(a);
    expect(browser.setCookie).toMatch(TLS_COOKIE);
    const [first, again] = [await browser.open(a, token), await browser.open(b, token)];
    expect([first.status, again.status]).toEqual([200, 200]);
    await again.first('snapshot');
    again.close();
  });

  it('goes on at another instance where it was, and misses and repeats nothing', async () => {
    const browser = new BrowserContext();
    const token = await browser.token(a);
    const first = await browser.open(a, token);
    await first.first('snapshot');
    await a.publish(event({ summary: 'one' }));
    await first.receive(1);
    first.close();
    await a.publish(event({ summary: 'two' }));
    const second = await browser.open(b, token, first.lastEventId);
    await second.receive(1);
    await b.publish(event({ summary: 'three' }));
    const seen = await second.receive(2);
    expect(seen.map(({ summary }) => summary)).toEqual(['two', 'three']);
    second.close();
  });

  it('that has no cookie gets one before its token is spent, and then opens its stream', async () => {
    const browser = new BrowserContext();
    const token = await a.token();
    const told = await browser.open(a, token);
    await told.end();
    expect(told).toMatchObject({ status: 200, retryMs: 100, frames: [] });
    expect(told.body).toBe('id: begin\nretry: 100\n\n');
    expect(browser.setCookie).toMatch(COOKIE);
    for (const api of [b, a]) {
      const stream = await browser.open(api, token, 'begin');
      await stream.first('snapshot');
      stream.close();
    }
  });

  it('that takes no cookies opens its stream, which nobody resumes', async () => {
    const browser = new BrowserContext();
    const token = await a.token();
    await (await browser.open(a, token)).end();
    browser.cookie = undefined;
    const stream = await browser.open(b, token, 'begin');
    await stream.first('snapshot');
    browser.keep((await browser.open(a, await a.token())).headers);
    const again = await browser.open(a, token, stream.lastEventId);
    expect(again.status).toBe(403);
    stream.close();
  });

  it('keeps the place in the log that its page named, while it gets its cookie', async () => {
    const reader = await a.stream();
    await a.publish(event({ summary: 'seen' }), event({ summary: 'not seen' }));
    await reader.receive(2);
    const position = reader.framesOf('message')[0]!.id!;
    reader.close();
    const url = a.streamUrl(await a.token(), `last_event_id=${position}`);
    const headers = { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' };
    const told = await SseReader.open(url, { headers });
    await told.end();
    expect(told.body).toBe(`id: begin.${position}\nretry: 100\n\n`);
    const browser = new BrowserContext();
    browser.keep(told.headers);
    const stream = await SseReader.open(url, {
      headers: { ...headers, Cookie: browser.cookie!, 'Last-Event-ID': `begin.${position}` },
    });
    expect((await stream.receive(1)).map(({ summary }) => summary)).toEqual(['not seen']);
    stream.close();
  });

  it('gets no cookie for a stream that a credential opens', async () => {
    const headers = {
      ...a.headers,
      'Sec-Fetch-Site': 'same-origin',
      'Sec-Fetch-Mode': 'cors',
      'Sec-Fetch-Dest': 'empty',
    };
    const stream = await SseReader.open(`${a.baseUrl}/operator/api/events/stream`, { headers });
    await stream.first('snapshot');
    expect(stream.headers['set-cookie']).toBeUndefined();
    stream.close();
  });

  it('ends its older stream at another instance within a second, for good', async () => {
    const browser = new BrowserContext();
    const token = await browser.token(a);
    const older = await browser.open(a, token);
    await older.first('snapshot');
    const newer = await browser.open(b, token, older.lastEventId);
    const goodbye = await older.first('goodbye');
    expect(JSON.parse(goodbye.data)).toMatchObject({ reason: 'superseded', reconnect: false });
    await older.end();
    expect(older.lastEventId).toBe('superseded');
    const back = await browser.open(a, token, older.lastEventId);
    expect(back.status).toBe(204);
    await newer.first('heartbeat');
    expect(newer.ended).toBe(false);
    newer.close();
  });
});

describe('an instance with VX11_RESUME_SECONDS=0', () => {
  it('sets no cookie and resumes nothing', async () => {
    const instances = new Instances({ ...PLAIN, VX11_STORE: 'memory', VX11_RESUME_SECONDS: '0' });
    const api = instances.api(await instances.add());
    const browser = new BrowserContext();
    const token = await browser.token(api);
    expect(browser.setCookie).toBeUndefined();
    browser.cookie = `vx11_resume=${'x'.repeat(43)}`;
    const stream = await browser.open(api, token);
    await stream.first('snapshot');
    stream.close();
    expect((await browser.open(api, token)).status).toBe(403);
    await instances.stop();
  });
});

describe('an instance in production', () => {
  it('sets no cookie without TLS, since everybody on the way could read it', async () => {
    const instances = new Instances({ VX11_STORE: 'memory' });
    const api = instances.api(await instances.add());
    const plain = new BrowserContext();
    await plain.token(api);
    const claimed = new BrowserContext(OVER_TLS);
    await claimed.token(api);
    expect([plain.setCookie, claimed.setCookie]).toEqual([undefined, undefined]);
    const stream = await plain.open(api, await api.token());
    await stream.first('snapshot');
    stream.close();
    await instances.stop();
  });
});

describe('an instance in memory', () => {
  it('resumes as one on Redis does, ends the older stream, and counts and audits both', async () => {
    const trail = join(createRunDirectory('audit'), 'audit.log');
    const instances = new Instances({ ...PLAIN, VX11_STORE: 'memory', VX11_AUDIT: trail });
    const api = instances.api(await instances.add());
    const browser = new BrowserContext();
    const token = await browser.token(api);
    const older = await browser.open(api, token);
    await older.first('snapshot');
    const newer = await browser.open(api, token);
    await newer.first('snapshot');
    await older.first('goodbye');
    newer.close();
    const counted = [
      'vx11_token_redemptions_total{outcome="redeemed"}',
      'vx11_token_redemptions_total{outcome="resumed"}',
      'vx11_resume_entries_total{outcome="kept"}',
      'vx11_streams_ended_total{reason="superseded"}',
    ];
    expect(await Promise.all(counted.map((series) => sample(api, series)))).toEqual([1, 1, 1, 1]);
    await auditLine([trail], { action: 'stream.end', reason: 'superseded' });
    const resumed = await auditLine([trail], { action: 'stream.resume', outcome: 'done' });
    const redeemed = auditLines(trail).filter(({ action }) => action === 'token.redeem');
    expect(redeemed.map(({ outcome, token_id: id }) => [outcome, id])).toEqual([['done', resumed.token_id]]);
    await instances.stop();
  });
});
