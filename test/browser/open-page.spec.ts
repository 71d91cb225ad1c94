// A page that stays open for a week meets every fault of the deployment. It must show every event once and in order, without a
// reload and without anything that its author has to write. The faults that take seconds; the drill has the others.
import { RedisServer } from '../../cluster/redis-server.js';
import { Audience } from './support/audience.js';
import { type Chromium, driveChromium } from './support/chromium-tabs.js';
import { DRAINED, KILLED } from './support/faults.js';
import { Site } from './support/site.js';
import { WAYS } from './support/ways.js';

describe('pages in Chromium, on three instances behind nginx', () => {
  let browser: Chromium;
  let redis: RedisServer;
  let site: Site;
  let audience: Audience | undefined;

  beforeAll(async () => {
    browser = await driveChromium();
    redis = await RedisServer.start();
    site = await Site.start({ redis: { REDIS_URL: redis.url } });
  }, 60_000);

  afterEach(() => audience?.leave());

  afterAll(async () => {
    await browser.close();
    await site.stop();
    await redis.stop();
  });

  it.each([KILLED, DRAINED])(
    'show every event once: $fault',
    async ({ fault, happens }) => {
      audience = await Audience.start(browser, site, WAYS);
      audience.breaks(fault);
      await happens({ site, redis, audience });
      await audience.flows();
      await audience.expectComplete();
    },
    60_000,
  );
});
