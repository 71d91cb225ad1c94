// An office keeps its pages open, many in one browser, which share one cookie and one connection. Each tab must show every event
// once, also when the instances of their streams die.
import { AudienceSuite } from './support/audience-suite.js';
import { type Browser } from './support/browser.js';
import { driveChromium } from './support/chromium-tabs.js';
import { KILLED } from './support/faults.js';
import { driveFirefox } from './support/firefox.js';
import { SHARED, WAYS } from './support/ways.js';

const TABS = 20;

describe.each([
  ['Chromium', driveChromium],
  ['Firefox', driveFirefox],
])('twenty tabs of one %s', (_, drive: () => Promise<Browser>) => {
  // Over HTTP/2. Over HTTP/1.1 a browser opens six connections to a site, and the seventh stream would wait.
  const suite = new AudienceSuite(drive);

  it.each([...WAYS, SHARED])(
    'show every event once, each by $name, while the instances of their streams die',
    async (way) => {
      const audience = await suite.watch([]);
      const profile = await audience.profile();
      for (let tab = 0; tab < TABS; tab++) await audience.opens(way, await profile.tab());
      audience.breaks(`${TABS} tabs of one browser; their instances killed, one after the other`);
      await KILLED.happens(suite.sceneOf(audience));
      await audience.flows(60);
      await audience.expectComplete();
    },
  );
});
