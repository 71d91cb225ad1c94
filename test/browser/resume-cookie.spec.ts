// A native EventSource resumes with its URL and a cookie. Each half may be stolen or planted: it must be worth nothing without the
// other, nothing after a revocation, and nothing to a page of another origin.
import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import { eventually } from '../../cluster/eventually.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { event } from '../support/api.js';
import { used } from '../support/used-credentials.js';
import { startChromium } from './support/chromium.js';
import { Site } from './support/site.js';

const NAME = '__Host-vx11_resume';
const PLANTED = 'A'.repeat(43);

/** Opens an EventSource and says whether it gets a stream, or is refused for good. It stays open. */
function opens(page: Page, url: string): Promise<string> {
  return page.evaluate(
    (address) =>
      new Promise<string>((resolve) => {
        const seen: string[] = [];
        const source = new EventSource(address, { withCredentials: true });
        source.addEventListener('snapshot', () => resolve('opens'));
        source.addEventListener('goodbye', ({ data }: MessageEvent<string>) => seen.push(data));
        source.onmessage = ({ data }: MessageEvent<string>) => {
          seen.push((JSON.parse(data) as { summary: string }).summary);
          resolve('opens');
        };
        source.onerror = () => source.readyState === EventSource.CLOSED && resolve('is refused');
        Object.assign(window, { seen });
      }),
    url,
  );
}

describe('the cookie with which an EventSource resumes, over TLS', () => {
  let browser: Browser;
  let redis: RedisServer;
  let site: Site;
  let operator: BrowserContext;
  let thief: BrowserContext;

  const origin = (host: string) => `https://${host}.example.test:${site.network.port}`;
  const urlOf = (token: string) => `${origin('ops')}/operator/api/events/stream?token=${token}`;
  const resumeCookie = async (context: BrowserContext) => {
    const cookie = (await context.cookies(origin('ops'))).find(({ name }) => name === NAME)!;
    used(cookie.value);
    return cookie;
  };

  async function pageAt(context: BrowserContext, host: string): Promise<Page> {
    const page = await context.newPage();
    await page.goto(`${origin(host)}/blank`);
    return page;
  }

  /** Publishes, and waits until the page shows it. */
  async function expectLive(page: Page): Promise<void> {
    const summary = crypto.randomUUID();
    await site.deployment.apiOf(site.deployment.all[0]!).publish(event({ summary }));
    const look = () => page.evaluate(`seen.includes('${summary}') || undefined`);
    await eventually(look, { what: 'the page to show the event', everyMs: 50 });
  }

  beforeAll(async () => {
    browser = await startChromium('--host-resolver-rules=MAP *.example.test 127.0.0.1');
    redis = await RedisServer.start();
    site = await Site.start({ redis: { REDIS_URL: redis.url }, instances: 2 });
  });

  beforeEach(async () => {
    operator = await browser.newContext({ ignoreHTTPSErrors: true });
    thief = await browser.newContext({ ignoreHTTPSErrors: true });
  });

  afterEach(async () => {
    await operator.close();
    await thief.close();
  });

  afterAll(async () => {
    await browser.close();
    await site.stop();
    await redis.stop();
  });

  it('is needed: a stolen URL opens nothing, and the stream of its owner goes on', async () => {
    const url = urlOf(await site.token());
    const page = await pageAt(operator, 'ops');
    expect(await opens(page, url)).toBe('opens');
    expect(await opens(await pageAt(thief, 'ops'), url)).toBe('is refused');
    await expectLive(page);
  });

  it('is not enough: with the cookie alone nothing opens, and the stream of its owner goes on', async () => {
    const page = await pageAt(operator, 'ops');
    expect(await opens(page, urlOf(await site.token()))).toBe('opens');
    await thief.addCookies([await resumeCookie(operator)]);
    const other = await pageAt(thief, 'ops');
    expect(await opens(other, urlOf(PLANTED))).toBe('is refused');
    expect(await opens(other, urlOf(''))).toBe('is refused');
    await expectLive(page);
  });

  it('and its URL are worth nothing after the principal is revoked', async () => {
    const url = urlOf(await site.token());
    expect(await opens(await pageAt(operator, 'ops'), url)).toBe('opens');
    // Together they resume, until then.
    const page = await pageAt(operator, 'ops');
    expect(await opens(page, url)).toBe('opens');
    await thief.addCookies([await resumeCookie(operator)]);
    const { status } = await site.deployment
      .apiOf(site.deployment.all[0]!)
      .call('DELETE', '/operator/api/principals/operator/sessions');
    expect(status).toBe(202);
    await eventually(() => page.evaluate(`seen.some((data) => data.includes('revoked')) || undefined`), {
      what: 'the stream of the operator to end',
    });
    expect(await opens(await pageAt(thief, 'ops'), url)).toBe('is refused');
  });

  it('cannot be planted by a sibling: what that sets counts for nothing', async () => {
    const sibling = await pageAt(operator, 'evil');
    await sibling.evaluate((value) => {
      document.cookie = `__Host-vx11_resume=${value}; Domain=example.test; Path=/; Secure`;
      document.cookie = `vx11_resume=${value}; Domain=example.test; Path=/; Secure`;
    }, PLANTED);
    const planted = await operator.cookies(origin('ops'));
    expect(planted.map(({ name }) => name)).toEqual(['vx11_resume']);

    const url = urlOf(await site.token());
    const page = await pageAt(operator, 'ops');
    expect(await opens(page, url)).toBe('opens');
    expect((await resumeCookie(operator)).value).not.toBe(PLANTED);
    // Who planted it knows it, and here the URL too.
    await thief.addCookies([
      { name: NAME, value: PLANTED, url: origin('ops'), secure: true },
      { name: 'vx11_resume', value: PLANTED, url: origin('ops'), secure: true },
    ]);
    expect(await opens(await pageAt(thief, 'ops'), url)).toBe('is refused');
    await expectLive(page);
  });

  it('is of no use to a page of a sibling: neither its EventSource nor its image spends a token', async () => {
    const token = await site.token();
    const page = await pageAt(operator, 'ops');
    expect(await opens(page, urlOf(await site.token()))).toBe('opens');
    const sibling = await pageAt(operator, 'evil');
    expect(await opens(sibling, urlOf(token))).toBe('is refused');
    await sibling.evaluate(
      (src) => new Promise((resolve) => Object.assign(new Image(), { onerror: resolve, onload: resolve, src })),
      urlOf(token),
    );
    // An address that is pasted, or that somebody sent.
    const pasted = await (await operator.newPage()).goto(urlOf(token));
    expect(pasted!.status()).toBe(403);
    expect(await opens(await pageAt(operator, 'ops'), urlOf(token))).toBe('opens');
    await expectLive(page);
  });
});
