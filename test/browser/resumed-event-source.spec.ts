// A page with nothing but an EventSource must survive the death of the instance that serves it: the browser repeats the URL, whose
// token is spent. It must go on with its cookie, and see every event once.
import { type Browser, type Page } from 'playwright-core';
import { RedisServer } from '../../cluster/redis-server.js';
import { event } from '../support/api.js';
import { Deployment } from '../support/deployment.js';
import { used } from '../support/used-credentials.js';
import { startChromium } from './support/chromium.js';
import { openEventSource, seenBy, sees } from './support/event-source-page.js';

describe("Chromium's own EventSource with a spent token", () => {
  let redis: RedisServer;
  let browser: Browser;
  let deployment: Deployment;

  beforeAll(async () => {
    redis = await RedisServer.start();
    browser = await startChromium();
    // Plain HTTP on localhost, where browsers send Sec-Fetch-Site too.
    deployment = await Deployment.start({
      redis: { REDIS_URL: redis.url },
      instances: 2,
      env: { NODE_ENV: 'development' },
    });
  });
  afterAll(async () => {
    await browser.close();
    await deployment.stop();
    await redis.stop();
  });

  /** In a browser context of its own, so that it has no cookie. */
  async function openPage(token: string): Promise<Page> {
    const page = await (await browser.newContext()).newPage();
    // A 404 of nginx: a page of the right origin that needs no instance.
    return openEventSource(page, deployment.nginx.baseUrl, deployment.api.streamUrl(token));
  }

  /** The events that a page saw, without what came before its snapshot and without errors of the connection. */
  const numbered = (seen: readonly string[]) => seen.filter((one) => /^(event \d+|gap)$/.test(one));

  it('goes on after its instance was killed, and after the next one too, with every event once', async () => {
    const page = await openPage(await deployment.api.token());
    await sees(page, 'snapshot');
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ name: 'vx11_resume', httpOnly: true, sameSite: 'Strict', path: '/' });
    used(cookie!.value);
    let published = 0;
    const publish = async () => deployment.api.publish(event({ summary: `event ${++published}` }));
    for (const instance of deployment.all) {
      await publish();
      await sees(page, `event ${published}`);
      await instance.kill();
      await publish();
      await sees(page, `event ${published}`);
      await instance.restart();
      await deployment.ready();
    }
    const seen = await seenBy(page);
    expect(numbered(seen)).toEqual(Array.from({ length: published }, (_, index) => `event ${index + 1}`));
    expect(seen.some((one) => one === 'error 0')).toBe(true);
    expect(seen).not.toContain('error 2');
    await page.context().close();
  });

  it('stops for good where another tab opened the same URL, and that tab has the stream', async () => {
    const token = await deployment.api.token();
    const first = await openPage(token);
    await sees(first, 'snapshot');
    used((await first.context().cookies())[0]!.value);
    const second = await openEventSource(
      await first.context().newPage(),
      deployment.nginx.baseUrl,
      deployment.api.streamUrl(token),
    );
    await sees(second, 'snapshot');
    await sees(first, 'error 2');
    expect(await second.evaluate(() => (window as unknown as { source: EventSource }).source.readyState)).toBe(1);
    await first.context().close();
  });
});
