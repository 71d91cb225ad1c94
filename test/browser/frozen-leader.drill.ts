// A browser freezes tabs in the background, and may freeze the one that reads for all; a page may hang. The others must notice, and
// when it goes on it must neither lose what happened meanwhile nor give the others anything twice.
import { eventually } from '../../cluster/eventually.js';
import { type Instance } from '../../cluster/instance.js';
import { startInMemory } from '../cli/support/service.js';
import { type Chromium } from './support/chromium-tabs.js';
import { driveChromiumAsUsers } from './support/chromium-as-users.js';
import { SharedTabs } from './support/shared-tabs.js';

/** The longest that one of these may take, ms. */
const LONGEST_MS = 180_000;

describe('tabs that share a stream, of which one stops', () => {
  let browser: Chromium;
  let service: Instance;
  let shared: SharedTabs;

  beforeEach(async () => {
    browser = await driveChromiumAsUsers();
    service = await startInMemory();
    shared = new SharedTabs(await browser.profile(), service);
    await shared.open(4);
  });

  afterEach(async () => {
    await shared.close();
    await browser.close();
    await service.kill();
  });

  /** Waits until so many more events have been published and shown. */
  const flows = async (count: number) => {
    const goal = shared.publisher.count + count;
    await eventually(() => shared.publisher.count >= goal || undefined, { what: 'events', timeoutMs: 120_000 });
    await shared.live();
  };

  it.each([
    { what: 'is frozen', tell: true, withinS: 5 },
    { what: 'is frozen without being told', tell: false, withinS: 20 },
  ])(
    'show every event once when the one that leads $what, and when it goes on',
    async ({ tell, withinS }) => {
      const frozen = await shared.leader();
      if (!tell)
        await frozen.evaluate(`window.addEventListener('freeze', (event) => event.stopImmediatePropagation(), true)`);
      await frozen.freeze();
      shared.forget(frozen);
      const frozenAt = performance.now();
      const next = await shared.leader({ streams: tell ? 1 : 2 });
      expect((performance.now() - frozenAt) / 1_000).toBeLessThan(withinS);
      // More than the others keep, so that the frozen one needs a stream of its own.
      await flows(1_100);
      await frozen.thaw();
      shared.tabs.push(frozen);
      await shared.live();
      expect(await shared.leader()).toBe(next);
      await flows(100);
      await shared.expectComplete();
    },
    LONGEST_MS,
  );

  it(
    'show every event once when the one that leads hangs',
    async () => {
      const hanging = await shared.leader();
      const over = hanging.evaluate('for (const end = Date.now() + 25_000; Date.now() < end; );');
      shared.forget(hanging);
      const next = await shared.leader({ streams: 2 });
      await flows(30);
      await over;
      shared.tabs.push(hanging);
      await shared.live();
      expect(await shared.leader()).toBe(next);
      await flows(30);
      await shared.expectComplete();
    },
    LONGEST_MS,
  );

  it(
    'show every event once when one after the other is frozen while it leads',
    async () => {
      for (let times = 0; times < 3; times++) {
        const frozen = await shared.leader();
        await frozen.freeze();
        shared.forget(frozen);
        await shared.leader();
        await flows(30);
        await frozen.thaw();
        shared.tabs.push(frozen);
        await shared.live();
      }
      await shared.expectComplete();
    },
    LONGEST_MS,
  );

  it(
    'keep their leader when another one is frozen, which shows what it missed',
    async () => {
      const leader = await shared.leader();
      const [frozen] = await shared.followers();
      await frozen!.freeze();
      shared.forget(frozen!);
      await flows(600);
      await frozen!.thaw();
      shared.tabs.push(frozen!);
      await shared.live();
      expect(await shared.leader()).toBe(leader);
      await shared.expectComplete();
    },
    LONGEST_MS,
  );
});
