// The credential opens everything: the page must take it without a trace in any address, keep it no longer than it was told to, and say
// what is wrong when it is not taken.
import { newCredential } from '../support/used-credentials.js';
import { type OpenPage } from './support/open-page.js';
import { PageSuite } from './support/page-suite.js';

describe('signing in to the page', () => {
  const suite = new PageSuite();

  /** Everything that the browser keeps for the page, as text. */
  const kept = ({ page }: OpenPage) =>
    page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href]));

  it('by a fragment removes it from the address at once, and leaves it nowhere', async () => {
    const opened = await suite.signedIn({ query: '?severity=error' });
    expect(opened.page.url()).toBe(`${suite.url}?severity=error`);
    expect(await kept(opened)).not.toContain(suite.credential);
    await opened.page.goBack();
    expect(opened.page.url()).toBe('about:blank');
  });

  it('sends it in headers only', async () => {
    const opened = await suite.visit(suite.url);
    const asked: string[] = [];
    opened.page.on('request', (request) => asked.push(request.url(), request.headers().referer ?? ''));
    await opened.signIn(suite.credential);
    await opened.live();
    expect(asked.some((url) => url.includes('/sse-token'))).toBe(true);
    expect(asked.filter((url) => url.includes(suite.credential) || url.includes('severity='))).toEqual([]);
  });

  it('by the form lasts until the page is loaded again, or until the tab is closed if that was ticked', async () => {
    const opened = await suite.visit(suite.url);
    await opened.signIn(suite.credential);
    await opened.live();
    await opened.page.reload();
    await opened.signIn(suite.credential, { keep: true });
    await opened.live();
    await opened.page.reload();
    await opened.live();
    expect(await kept(opened)).toContain(suite.credential);
    await opened.button('Sign out').click();
    await opened.button('Sign in').waitFor();
    expect(await kept(opened)).not.toContain(suite.credential);
  });

  it('by a fragment with another credential forgets the one that was kept, and a fragment without one changes nothing', async () => {
    const opened = await suite.visit(suite.url);
    const { page } = opened;
    await opened.signIn(suite.credential, { keep: true });
    await opened.live();
    const asked: string[] = [];
    page.on(
      'request',
      (request) => request.url().includes('/sse-token') && asked.push(request.headers()['x-vx11-token']!),
    );
    const asks = page.waitForRequest(/\/sse-token/);
    await page.evaluate((hash) => (location.hash = hash), `token=${suite.reader}`);
    await asks;
    await opened.live();
    expect(await kept(opened)).not.toContain(suite.credential);
    await page.evaluate(() => {
      const heard = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
      location.hash = 'elsewhere';
      return heard;
    });
    await opened.live();
    expect([...new Set(asked)]).toEqual([suite.reader]);
    await page.reload();
    await opened.button('Sign in').waitFor();
  });

  it.each([
    ['a wrong credential', () => newCredential(), 'The service does not know this credential.'],
    ['a text that cannot be one', () => 'two words', 'A credential has no spaces'],
  ])('with %s says so, and what to do', async (_, credential, said) => {
    const opened = await suite.visit(suite.url);
    await opened.signIn(credential(), { keep: true });
    await opened.sees(said);
    expect(await opened.page.getByRole('alert').textContent()).toMatch(/Check that/);
    expect(await opened.page.evaluate(() => sessionStorage.length)).toBe(0);
    await opened.signIn(suite.credential);
    await opened.live();
  });

  it('has no violation of accessibility, in both themes, also with a refusal', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const opened = await suite.visit(suite.url, { colorScheme });
      expect(await opened.violations()).toEqual([]);
      await opened.signIn(newCredential());
      await opened.sees('The service does not know this credential.');
      await opened.page.getByText('No credential yet?').click();
      expect(await opened.violations()).toEqual([]);
    }
  });
});
