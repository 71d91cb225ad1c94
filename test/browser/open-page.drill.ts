// A page that stays open for a week meets every fault of the deployment. It must show every event once and in order, without a
// reload and without anything that its author has to write. The slow faults, in both browsers.
import { AudienceSuite } from './support/audience-suite.js';
import { type Browser } from './support/browser.js';
import { driveChromium } from './support/chromium-tabs.js';
import { FAULTS } from './support/faults.js';
import { driveFirefox } from './support/firefox.js';
import { WAYS } from './support/ways.js';

describe.each([
  ['Chromium', driveChromium],
  ['Firefox', driveFirefox],
])('pages in %s, on three instances behind nginx', (_, drive: () => Promise<Browser>) => {
  const suite = new AudienceSuite(drive, {
    env: { CLOCK_SHIFT_MS: '3600000', CLOCK_JUMPS: 'on' },
    nodeArgs: ['--import', './test/chaos/support/shifted-clock.mjs'],
  });

  it.each(FAULTS)('show every event once: $fault', async ({ fault, happens }) => {
    const audience = await suite.watch(WAYS);
    audience.breaks(fault);
    await happens(suite.sceneOf(audience));
    await audience.flows(60);
    await audience.expectComplete();
  });
});
