// In production the page comes through nginx, from whichever instance has the turn: it must come whole, and survive the one that served it.
import { type Browser } from 'playwright-core';
import { eventually } from '../../cluster/eventually.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { event } from '../support/api.js';
import { Deployment } from '../support/deployment.js';
import { startChromium } from './support/chromium.js';
import { OpenPage } from './support/open-page.js';

describe('the page behind nginx', () => {
  let redis: RedisServer;
  let browser: Browser;
  let deployment: Deployment;

  beforeAll(async () => {
    [browser, redis] = await Promise.all([startChromium(), RedisServer.start()]);
    deployment = await Deployment.start({ redis: { REDIS_URL: redis.url }, instances: 2 });
  });

  afterAll(async () => {
    await browser.close();
    await deployment.stop();
    await redis.stop();
  });

  it('is reached from /, and goes on when the instance of its stream is gone', async () => {
    const { api, nginx } = deployment;
    const opened = await OpenPage.open(browser, nginx.baseUrl);
    expect(opened.page.url()).toBe(`${nginx.baseUrl}/operator/ui/`);
    await opened.page.getByLabel('Credential', { exact: true }).fill(api.headers['X-VX11-Token']!);
    await opened.page.keyboard.press('Enter');
    await opened.live();
    await api.publish(event({ summary: 'Through nginx' }));
    await opened.row('Through nginx').waitFor();

    const listed = async () => {
      const { body } = await api.call('GET', '/operator/api/streams');
      return (body.streams as { instance: string }[])[0];
    };
    const { instance } = await eventually(listed, { what: 'the stream of the page in the list' });
    await deployment.all.find(({ name }) => name === instance)!.kill();
    await publish('After the end of an instance');
    await opened.row('After the end of an instance').waitFor();
    expect(opened.faults).toEqual([]);
    await opened.close();
  });

  const publish = (summary: string) => deployment.api.publish(event({ summary }));
});
