// A failover may lose what was accepted last. A page that stays open must show everything that survived, once and in order, and be
// told if it had shown more.
import { SentinelTopology } from '../../cluster/sentinel.js';
import { KEYS, LOG } from '../../src/redis/redis-keys.js';
import { Audience } from './support/audience.js';
import { type Browser } from './support/browser.js';
import { driveChromium } from './support/chromium-tabs.js';
import { driveFirefox } from './support/firefox.js';
import { Site } from './support/site.js';
import { WAYS } from './support/ways.js';

describe.each([
  ['Chromium', driveChromium],
  ['Firefox', driveFirefox],
])('pages in %s, on three instances with Sentinel', (_, start: () => Promise<Browser>) => {
  let browser: Browser;
  let topology: SentinelTopology;
  let site: Site;
  let audience: Audience | undefined;

  beforeAll(async () => {
    browser = await start();
    topology = await SentinelTopology.start();
    site = await Site.start({ redis: topology.env });
  });

  afterAll(async () => {
    await audience?.leave();
    await browser.close();
    await site.stop();
    await topology.stop();
  });

  it('show every event that survives when the primary is killed and the streams are cut', async () => {
    audience = await Audience.start(browser, site, WAYS);
    const { port } = topology.primary;
    audience.breaks('the primary killed under Sentinel, and all streams cut');
    await topology.primary.kill();
    site.network.cut();
    await topology.failedOverFrom(port);
    await site.deployment.ready();
    await audience.flows(60);
    const primary = await topology.currentPrimary();
    await audience.publisher.stop();
    const entries = await primary.cli('XRANGE', KEYS.events(LOG), '-', '+');
    const kept = new Set<string>(entries.match(/^\d{13}-\d+$/gm));
    const judgements = await audience.finish((id) => kept.has(id.slice(id.indexOf('-') + 1)));
    for (const judgement of judgements) {
      expect(judgement).toMatchObject({ lost: [], doubled: [], inOrder: true, snapshots: ['snapshot 5'] });
      expect(judgement.gaps.filter((gap) => gap !== 'gap log_rewound')).toEqual([]);
    }
  });
});
