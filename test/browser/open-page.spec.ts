// A page that stays open for a week meets every fault of the deployment. It must show every event once and in order, without a
// reload and without anything that its author has to write. The faults that take seconds; the drill has the others.
import { AudienceSuite } from './support/audience-suite.js';
import { driveChromium } from './support/chromium-tabs.js';
import { DRAINED, KILLED } from './support/faults.js';
import { WAYS } from './support/ways.js';

describe('pages in Chromium, on three instances behind nginx', () => {
  const suite = new AudienceSuite(driveChromium);

  it.each([KILLED, DRAINED])(
    'show every event once: $fault',
    async ({ fault, happens }) => {
      const audience = await suite.watch(WAYS);
      audience.breaks(fault);
      await happens(suite.sceneOf(audience));
      await audience.flows();
      await audience.expectComplete();
    },
    60_000,
  );
});
