// An office keeps its pages open, many in one browser, which share one cookie and one connection. Each tab must show every event
// once, also when the instances of their streams die.
import { RedisServer } from '../../cluster/redis-server.js';
import { Audience } from './support/audience.js';
import { type Browser } from './support/browser.js';
import { driveChromium } from './support/chromium-tabs.js';
import { KILLED } from './support/faults.js';
import { driveFirefox } from './support/firefox.js';
import { Site } from './support/site.js';
import { WAYS } from './support/ways.js';

const TABS = 20;

describe.each([
  ['Chromium', driveChromium],
  ['Firefox', driveFirefox],
])('twenty tabs of one %s', (_, start: () => Promise<Browser>) => {
  let browser: Browser;
  let redis: RedisServer;
  let site: Site;
  let audience: Audience | undefined;

  beforeAll(async () => {
    browser = await start();
    redis = await RedisServer.start();
    // Over HTTP/2. Over HTTP/1.1 a browser opens six connections to a site, and the seventh stream would wait.
    site = await Site.start({ redis: { REDIS_URL: redis.url } });
  });

  afterEach(() => audience?.leave());

  afterAll(async () => {
    await browser.close();
    await site.stop();
    await redis.stop();
  });

  it.each(WAYS)('show every event once, each by $name, while the instances of their streams die', async (way) => {
    audience = await Audience.start(browser, site, []);
    const profile = await audience.profile();
    for (let tab = 0; tab < TABS; tab++) await audience.opens(way, await profile.tab());
    audience.breaks(`${TABS} tabs of one browser; their instances killed, one after the other`);
    await KILLED.happens({ site, redis, audience });
    await audience.flows(60);
    await audience.expectComplete();
  });
});
