// Twenty open tabs must not cost twenty streams. One leads, and may go at any time: the others must lose nothing, and see nothing twice.
import { eventually } from '../../cluster/eventually.js';
import { type Instance } from '../../cluster/instance.js';
import { startInMemory } from '../cli/support/service.js';
import { newCredential } from '../support/used-credentials.js';
import { type Chromium, type ChromiumProfile, type ChromiumTab, driveChromium } from './support/chromium-tabs.js';
import { seenBy } from './support/counting.js';
import { notes, SharedTabs } from './support/shared-tabs.js';

/** The client as a page imports it from the service. It loads what shares only when it is asked to share. */
const SERVED_CLIENT = `import('/operator/ui/sse-client.js').then((client) => void (window.vx11 = client))`;

describe('tabs that share a stream', () => {
  let browser: Chromium;
  let service: Instance;
  let profile: ChromiumProfile;
  let shared: SharedTabs;

  beforeAll(async () => {
    browser = await driveChromium();
    service = await startInMemory();
  });

  beforeEach(async () => {
    profile = await browser.profile();
    shared = new SharedTabs(profile, service);
  });

  afterEach(() => shared.close());

  afterAll(async () => {
    await browser.close();
    await service.kill();
  });

  const hide = (tab: ChromiumTab) =>
    tab.evaluate(`
      Object.defineProperty(document, 'hidden', { get: () => true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));`);
  const show = (tab: ChromiumTab) =>
    tab.evaluate(`delete document.hidden; document.dispatchEvent(new Event('visibilitychange'));`);

  it.each([
    { what: 'is closed', leaves: (tab: ChromiumTab) => tab.close() },
    { what: 'goes to another page', leaves: (tab: ChromiumTab) => tab.goto('about:blank') },
    { what: 'ends its loop', leaves: (tab: ChromiumTab) => tab.evaluate('leave()') },
  ])('open one stream, and show every event once when the tab that leads $what', async ({ leaves }) => {
    await shared.open(4);
    const leader = await shared.leader();
    await leaves(leader);
    shared.forget(leader);
    expect(await shared.leader()).not.toBe(leader);
    await shared.live();
    await shared.expectComplete();
  });

  it('show every event once when the one that leads pauses while it is hidden', async () => {
    await shared.open(3, { pauseWhenHiddenMs: 0 });
    const leader = await shared.leader();
    await hide(leader);
    await notes(leader, /^paused$/);
    shared.forget(leader);
    expect(await shared.leader()).not.toBe(leader);
    await shared.live();
    shared.tabs.push(leader);
    await show(leader);
    await shared.live();
    expect(await shared.followers()).toContain(leader);
    await shared.expectComplete();
  });

  it('have a stream each where the browser has no Web Locks', async () => {
    await shared.open(2, {}, { before: `Object.defineProperty(navigator, 'locks', { value: undefined })` });
    await eventually(async () => (await shared.streams()) === 2 || undefined, { what: 'two streams' });
    await shared.expectComplete();
  });

  it('have a stream each where what shares cannot be loaded, as after an upgrade', async () => {
    let asked = 0;
    await profile.context.route(/share-events/, (route) => {
      asked += 1;
      return route.fulfill({ status: 404 });
    });
    await shared.open(2, {}, { client: SERVED_CLIENT });
    expect(asked).toBe(2);
    await eventually(async () => (await shared.streams()) === 2 || undefined, { what: 'two streams' });
    await shared.expectComplete();
  });

  it.each(['leads', 'follows'])(
    'lose nothing where the loop of the tab that %s is slower than what is kept for it, and the others do not wait',
    async (role) => {
      await shared.open(3);
      const leader = await shared.leader();
      const slow = role === 'leads' ? leader : (await shared.followers())[0]!;
      await slow.evaluate('void (window.held = new Promise((resolve) => (window.release = resolve)))');
      await shared.overflow();
      shared.forget(slow);
      await shared.live();
      const { events } = await seenBy(slow);
      expect(events.length).toBeLessThan(shared.publisher.count - 1_400);
      shared.tabs.push(slow);
      await slow.evaluate('release()');
      await shared.live();
      // What is forgotten comes over a stream of its own, which is closed again.
      expect((await seenBy(slow)).notes).toContain('open');
      expect(await shared.leader()).toBe(leader);
      await shared.expectComplete();
    },
  );

  it('end together when the service ends the stream for good', async () => {
    await shared.open(3);
    await shared.leader();
    await shared.revoke();
    for (const tab of shared.tabs) {
      await notes(tab, /^ended$/);
      expect((await seenBy(tab)).notes).toContain('goodbye revoked');
    }
    await eventually(async () => (await shared.streams()) === 0 || undefined, {
      what: 'the service to have no stream',
    });
  });

  it('are refused together', async () => {
    await shared.open(3);
    await shared.leader();
    const refusals: string[] = [];
    shared.tabs[0]!.page.context().on('response', (response) => {
      if (response.status() === 403) refusals.push(response.url());
    });
    await service.restart({ VX11_PRINCIPAL_TOKEN: newCredential() });
    for (const tab of shared.tabs)
      await notes(tab, /^refused RefusedError: The service refused to issue a token \(403/);
    // A leader that comes back while the old service ends may bring the new one a token that it does not know.
    expect(refusals.filter((url) => url.includes('sse-token'))).toHaveLength(1);
  });
});
