// The page is read at night and by day, on a wall and on a telephone, by people and by screen readers; and it must stay quick however
// much there is to show.
import { event } from '../support/api.js';
import { PageSuite } from './support/page-suite.js';

const SIZES = { wide: { width: 1_280, height: 800 }, narrow: { width: 390, height: 844 } } as const;

describe('the look of the page', () => {
  const suite = new PageSuite();

  beforeAll(async () => {
    const severities = ['critical', 'error', 'warn', 'info'];
    await suite.api.publish(
      ...Array.from({ length: 200 }, (_, index) =>
        event({ summary: `Event ${index} ${'with a long summary '.repeat(8)}`, severity: severities[index % 4] }),
      ),
    );
  });

  it.each([
    ['wide', 'light'],
    ['wide', 'dark'],
    ['narrow', 'light'],
    ['narrow', 'dark'],
  ] as const)(
    '%s and %s, has no violation of accessibility and nothing wider than the window',
    async (size, colorScheme) => {
      const opened = await suite.signedIn({ viewport: SIZES[size], colorScheme });
      const { page } = opened;
      const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      await opened.row('Event 199').waitFor();
      expect([await opened.violations(), await overflow()]).toEqual([[], 0]);
      await opened.row('Event 199').click();
      await page.getByRole('heading', { name: /^Event 199/ }).waitFor();
      expect([await opened.violations(), await overflow()]).toEqual([[], 0]);
      await page.keyboard.press('Escape');
      await opened.button('Streams').click();
      await opened.sees('operator');
      expect([await opened.violations(), await overflow()]).toEqual([[], 0]);
    },
  );

  it('is the one that was chosen, also after the page is loaded again', async () => {
    const opened = await suite.visit(suite.url, { colorScheme: 'light' });
    const ground = () => opened.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await opened.page.evaluate(() => localStorage.setItem('vx11-theme', 'dark'));
    await opened.page.reload();
    await opened.button('Sign in').waitFor();
    expect(await ground()).not.toBe(light);
  });

  it('has fewer than 4,000 elements with 10,000 events', async () => {
    const opened = await suite.signedIn();
    for (let batch = 0; batch < 10; batch++) {
      await suite.api.publish(...Array.from({ length: 1_000 }, (_, index) => event({ module: `m${index % 200}` })));
    }
    await opened.sees(/^(9,9\d\d|10,[012]\d\d) events$/);
    await opened.page.getByText('Module: all').click();
    expect(await opened.page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(4_000);
  });

  it('says what to do where there is no event yet', async () => {
    const opened = await suite.signedIn({ query: '?q=nothing-has-this' });
    await opened.sees('No event passes the filter.');
    await opened.button('Show all events').click();
    await opened.rows.first().waitFor();
  });
});
