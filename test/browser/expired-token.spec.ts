// A page whose tab was loaded long before it ran has a token that is not valid any more. To an EventSource that is an error for good, and
// the page has to see it; the client asks for another token.
import { eventually } from '../../cluster/eventually.js';
import { event } from '../support/api.js';
import { HostedService } from '../support/hosted-service.js';
import { callIn } from './support/browser.js';
import { type Chromium, type ChromiumTab, driveChromium } from './support/chromium-tabs.js';
import { clientBundle } from './support/client-bundle.js';
import { openClient, openNative, seenBy, startCounting } from './support/counting.js';

describe('In Chromium, a token that expired before it was used', () => {
  let service: HostedService;
  let chromium: Chromium;
  let tab: ChromiumTab;

  beforeAll(async () => {
    const env = { EPHEMERAL_TOKEN_TTL_SEC: '1' };
    [chromium, service] = await Promise.all([driveChromium(), HostedService.start({ env })]);
  });

  beforeEach(async () => {
    tab = await (await chromium.profile()).tab();
    await tab.page.route('**/page', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
    await tab.goto(`${service.baseUrl}/page`);
    await startCounting(tab);
  });

  afterEach(() => tab.page.context().close());

  afterAll(async () => {
    await chromium.close();
    await service.stop();
  });

  /** Returns once the service itself says that it has no token that it would redeem. */
  async function expiredToken(): Promise<string> {
    const token = await service.api.token();
    const gone = async () => (await service.metric('vx11_tokens_live')) === 0 || undefined;
    await eventually(gone, { what: 'the token to expire', everyMs: 100 });
    return token;
  }

  const notes = async (last: string) =>
    eventually(async () => ((await seenBy(tab)).notes.includes(last) ? (await seenBy(tab)).notes : undefined), {
      what: `the page to note ${last}`,
    });

  it('gets 403, and closes an EventSource for good, of which the page is told once', async () => {
    const url = service.api.streamUrl(await expiredToken());
    const status = await callIn(tab, async (address) => (await fetch(address)).status, url);
    expect(status).toBe(403);
    await openNative(tab, url);
    expect(await notes('closed')).toEqual(['closed']);
    await service.api.publish(event({ summary: '1' }));
    expect((await seenBy(tab)).events).toEqual([]);
  });

  it('is replaced by the client, which shows the events', async () => {
    const tokens = [await expiredToken()];
    await tab.evaluate(clientBundle());
    const credential = service.api.headers['X-VX11-Token']!;
    await openClient(tab, { baseUrl: service.baseUrl, credential, tokens });
    expect((await notes('open')).slice(0, 2)).toEqual(['connecting', 'waiting token']);
    await service.api.publish(event({ summary: '2' }));
    const shown = async () => (await seenBy(tab)).events.some(([number]) => number === 2) || undefined;
    await eventually(shown, { what: 'the page to show the event' });
  });
});
