// A page that stays open for a week meets every fault of the deployment. It must show every event once and in order, without a
// reload and without anything that its author has to write. The slow faults, in both browsers.
import { RedisServer } from '../../cluster/redis-server.js';
import { Audience } from './support/audience.js';
import { type Browser } from './support/browser.js';
import { driveChromium } from './support/chromium-tabs.js';
import { FAULTS } from './support/faults.js';
import { driveFirefox } from './support/firefox.js';
import { Site } from './support/site.js';
import { WAYS } from './support/ways.js';

describe.each([
  ['Chromium', driveChromium],
  ['Firefox', driveFirefox],
])('pages in %s, on three instances behind nginx', (_, start: () => Promise<Browser>) => {
  let browser: Browser;
  let redis: RedisServer;
  let site: Site;
  let audience: Audience | undefined;

  beforeAll(async () => {
    browser = await start();
    redis = await RedisServer.start();
    site = await Site.start({
      redis: { REDIS_URL: redis.url },
      env: { CLOCK_SHIFT_MS: '3600000', CLOCK_JUMPS: 'on' },
      nodeArgs: ['--import', './test/chaos/support/shifted-clock.mjs'],
    });
  });

  afterEach(() => audience?.leave());

  afterAll(async () => {
    await browser.close();
    await site.stop();
    await redis.stop();
  });

  it.each(FAULTS)('show every event once: $fault', async ({ fault, happens }) => {
    audience = await Audience.start(browser, site, WAYS);
    audience.breaks(fault);
    await happens({ site, redis, audience });
    await audience.flows(60);
    await audience.expectComplete();
  });
});
