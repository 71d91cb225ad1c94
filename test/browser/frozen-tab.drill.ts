// A browser freezes a tab in the background: nothing in it reads or writes, and the service may end its stream as slow or the
// network forget it. When the tab is looked at again, it must show all that happened meanwhile.
import { setTimeout as delay } from 'node:timers/promises';
import { AudienceSuite } from './support/audience-suite.js';
import { type ChromiumTab } from './support/chromium-tabs.js';
import { driveChromiumAsUsers } from './support/chromium-as-users.js';
import { WAYS } from './support/ways.js';

const FROZEN_MS = 60_000;

describe('pages in Chromium that are frozen', () => {
  const suite = new AudienceSuite(driveChromiumAsUsers);

  it.each([
    { meanwhile: 'nothing else happens', happens: () => {} },
    { meanwhile: 'its connections are cut', happens: () => suite.site.network.cut() },
  ])('show every event once when they go on; $meanwhile', async ({ meanwhile, happens }) => {
    const audience = await suite.watch(WAYS);
    const tabs = audience.viewers.map(({ tab }) => tab as ChromiumTab);
    audience.breaks(`the tab frozen for ${FROZEN_MS / 1_000} seconds; ${meanwhile}`);
    for (const tab of tabs) await tab.freeze();
    happens();
    await delay(FROZEN_MS);
    for (const tab of tabs) {
      expect(await tab.evaluate('document.visibilityState')).toBe('hidden');
      await tab.thaw();
    }
    await audience.flows(60);
    await audience.expectComplete();
  });
});
