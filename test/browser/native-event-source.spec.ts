// For the EventSource of a browser every status but 200 is final: the page then gets no events until it is reloaded. So a request
// with an unspent token must lead to an open stream, whatever fails first, without any script in the page.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { type Browser, type Page } from 'playwright-core';
import { RedisServer } from '../../cluster/redis-server.js';
import { event } from '../support/api.js';
import { Deployment } from '../support/deployment.js';
import { becomesReady } from '../support/readiness.js';
import { startChromium } from './support/chromium.js';
import { openEventSource, sees } from './support/event-source-page.js';

/** 2 is CLOSED: the browser does not reconnect any more. */
const CLOSED = 'error 2';

describe("Chromium's own EventSource with an unspent token", () => {
  let redis: RedisServer;
  let browser: Browser;
  let deployment: Deployment;

  beforeAll(async () => {
    browser = await startChromium();
  });

  beforeEach(async () => {
    redis = await RedisServer.start();
  });

  afterEach(async () => {
    redis.thaw();
    await deployment.stop();
    await redis.stop();
  });

  afterAll(() => browser.close());

  /** At a 404 of nginx: a page of the right origin that needs no instance. */
  async function openPage(token: string): Promise<Page> {
    const address = `${deployment.nginx.baseUrl}/nothing`;
    return openEventSource(await browser.newPage(), address, deployment.api.streamUrl(token));
  }

  async function expectOpen(page: Page): Promise<void> {
    await sees(page, 'snapshot', CLOSED);
    await deployment.api.publish(event({ summary: 'shown' }));
    await sees(page, 'shown', CLOSED);
    await page.close();
  }

  it('that meets a draining instance opens at another', async () => {
    deployment = await Deployment.start({ redis: { REDIS_URL: redis.url }, instances: 2 });
    const [leaving] = deployment.all;
    // A client that never closes its side keeps the instance draining for as long as it may.
    const held = connect({ port: leaving!.port, host: '127.0.0.1', allowHalfOpen: true });
    const path = new URL(deployment.api.streamUrl(await deployment.api.token()));
    held.write(`GET ${path.pathname}${path.search} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await new Promise((resolve) => held.once('data', resolve));
    const stopped = leaving!.stop();
    await leaving!.waitForOutput(/Draining 1 streams/);
    // nginx chooses the instance. Within a few tries it chooses the one that drains.
    const met = () =>
      /"probed":"[^"]+","probe_status":"[^"]*200"/.test(readFileSync(deployment.nginx.accessLog, 'utf8'));
    for (let page = 0; page < 6 && !met(); page++) await expectOpen(await openPage(await deployment.api.token()));
    expect(met()).toBe(true);
    held.destroy();
    await stopped;
  });

  it('that meets only full instances opens when there is room', async () => {
    deployment = await Deployment.start({
      redis: { REDIS_URL: redis.url },
      instances: 1,
      env: { VX11_STREAMS_MAX: '1' },
    });
    const held = await deployment.api.stream();
    await held.first('snapshot');
    const page = await openPage(await deployment.api.token());
    await sees(page, 'error 0', CLOSED);
    held.close();
    await expectOpen(page);
  });

  it('that comes while Redis is away opens when it is back', async () => {
    // Its token lives longer than anything here takes.
    const env = { EPHEMERAL_TOKEN_TTL_SEC: '300' };
    deployment = await Deployment.start({ redis: { REDIS_URL: redis.url }, instances: 2, env });
    const token = await deployment.api.token();
    redis.freeze();
    await Promise.all(deployment.all.map((instance) => becomesReady(instance, 503)));
    const page = await openPage(token);
    await sees(page, 'error 0', CLOSED);
    redis.thaw();
    await expectOpen(page);
  });

  it('that finds no instance at all opens when one has started', async () => {
    deployment = await Deployment.start({ redis: { REDIS_URL: redis.url }, instances: 1 });
    const token = await deployment.api.token();
    await deployment.all[0]!.kill();
    const page = await openPage(token);
    await sees(page, 'error 0', CLOSED);
    await deployment.all[0]!.restart();
    await expectOpen(page);
  });
});
