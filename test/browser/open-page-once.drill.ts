// What a page does once: it opens its stream with a token, and may lose the right to it. An instance that dies at the worst moment
// costs no event, and a page whose principal is revoked shows none that came after. In both browsers.
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../cluster/eventually.js';
import { type Instance } from '../../cluster/instance.js';
import { AudienceSuite } from './support/audience-suite.js';
import { type Browser, type Tab } from './support/browser.js';
import { driveChromium } from './support/chromium-tabs.js';
import { seenBy } from './support/counting.js';
import { driveFirefox } from './support/firefox.js';
import { judge } from './support/judge.js';
import { Redeeming } from './support/redeeming.js';
import { CLIENT, WAYS } from './support/ways.js';

const OPERATOR = '/operator/api/principals/operator/sessions';

describe.each<[string, () => Promise<Browser>]>([
  ['Chromium', driveChromium],
  ['Firefox', driveFirefox],
])('pages in %s', (_, drive) => {
  const suite = new AudienceSuite(drive);
  let issuer: Instance;

  beforeAll(async () => {
    // nginx does not know it.
    issuer = await suite.site.deployment.instances.add({ EPHEMERAL_TOKEN_TTL_SEC: '1' });
  });

  async function notes(tab: Tab, ...last: string[]): Promise<void> {
    const look = async () => last.includes((await seenBy(tab)).notes.at(-1) ?? '') || undefined;
    await eventually(look, { what: `the page to note ${last.join(' or ')}` });
  }

  it.each(WAYS)(
    'lose nothing to an instance that dies between redeeming and responding: $name',
    async (way) => {
      const { site } = suite;
      const redeeming = await Redeeming.observe(site);
      try {
        const audience = await suite.watch([]);
        const dead = redeeming.kill();
        audience.breaks('an instance killed between redeeming a token and responding');
        await audience.opens(way, await (await audience.profile()).tab());
        await (await dead).restart();
        await audience.flows();
        await audience.expectComplete();
      } finally {
        await site.deployment.nginx.reload(site.deployment.all.slice(0, 3));
        await redeeming.close();
      }
    },
    60_000,
  );

  it('of the client get another token where theirs expired before it was used', async () => {
    const token = await suite.site.deployment.apiOf(issuer).token();
    await delay(1_100);
    const audience = await suite.watch([]);
    audience.breaks('a token that expired before it was used');
    await audience.opens(CLIENT, await (await audience.profile()).tab(), { tokens: [token] });
    await audience.flows();
    await audience.expectComplete();
  }, 60_000);

  it('show every event until their principal is revoked, and none after', async () => {
    const audience = await suite.watch(WAYS);
    await audience.flows();
    const { status } = await suite.site.deployment.apiOf(issuer).call('DELETE', OPERATOR);
    expect(status).toBe(202);
    for (const { tab } of audience.viewers) await notes(tab, 'closed', 'ended');
    const before = await Promise.all(audience.viewers.map(({ tab }) => seenBy(tab)));
    await audience.flows(60);
    const { published } = audience.publisher;
    for (const [index, { tab }] of audience.viewers.entries()) {
      const seen = await seenBy(tab);
      expect(seen).toEqual(before[index]);
      const [last] = seen.events.at(-1)!;
      expect(judge(seen, published.slice(0, last), 0)).toMatchObject({ lost: [], doubled: [], inOrder: true });
      expect(seen.notes).toContain('goodbye revoked');
    }
  }, 60_000);
});
