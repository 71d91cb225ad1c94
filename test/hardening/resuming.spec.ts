// Entries with which browsers resume their streams live longer than tokens, and take memory of the same Redis.
import { sample } from '../e2e/support/metrics.js';
import { type Api } from '../support/api.js';
import { BrowserContext } from '../support/browser-context.js';
import { appsOfEachTest } from '../e2e/support/started-apps.js';
import { used } from '../support/used-credentials.js';

const KEPT = 'vx11_resume_entries_total{outcome="kept"}';
const NO_ROOM = 'vx11_resume_entries_total{outcome="no_room"}';
/** The largest filter of a token, about 7 KB in the store. */
const modules = Array.from({ length: 100 }, (_, index) => `${index}`.padStart(64, 'm'));

describe('a stream that a browser can resume', () => {
  const start = appsOfEachTest();

  /** Opens and closes a stream as a browser does. Returns the status with which the same browser resumes it. */
  async function resumed(api: Api): Promise<number> {
    const browser = new BrowserContext({ 'X-Forwarded-Proto': 'https' });
    await browser.token(api);
    const token = used(await api.token({ modules }));
    const stream = await browser.open(api, token);
    expect(stream.status).toBe(200);
    await stream.first('snapshot');
    stream.close();
    const again = await browser.open(api, token, stream.lastEventId);
    again.close();
    return again.status;
  }

  it('takes memory of the share of its principal, then of what all may take; beyond, streams open that cannot be resumed', async () => {
    // CWE-770: an entry lives for an hour, so entries without a bound would fill the store for everybody.
    const app = await start({
      VX11_TRUSTED_PROXIES: 'loopback',
      VX11_TOKENS_MAX_BYTES_PER_PRINCIPAL: '65536',
      VX11_TOKENS_MAX_BYTES: '98304',
    });
    const [kept, noRoom] = [await sample(app, KEPT), await sample(app, NO_ROOM)];
    const resumable = async (api: Api) => {
      let count = 0;
      while ((await resumed(api)) === 200) count++;
      return count;
    };
    const share = await resumable(app.reader);
    const rest = await resumable(app.gateway);
    expect(share * 7_500).toBeLessThanOrEqual(65_536 + 7_500);
    expect(share * 6_400).toBeGreaterThan(0.8 * 65_536);
    expect((share + rest) * 6_400).toBeLessThanOrEqual(98_304);
    expect(rest).toBeGreaterThan(0);
    expect(await sample(app, KEPT)).toBe(kept + share + rest);
    expect(await sample(app, NO_ROOM)).toBe(noRoom + 2);
  });
});
