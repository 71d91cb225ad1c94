// Whoever cannot use a mouse, or does not want to at 3 a.m., must reach everything by the keyboard alone.
import { event } from '../support/api.js';
import { type OpenPage } from './support/open-page.js';
import { PageSuite } from './support/page-suite.js';

describe('the page by the keyboard alone', () => {
  const suite = new PageSuite();

  const selected = ({ page }: OpenPage) => page.locator('[role="option"][aria-selected="true"]');
  const press = async ({ page }: OpenPage, ...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  /** What has the focus, by its accessible name. */
  const focused = ({ page }: OpenPage) =>
    page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent);

  beforeAll(async () => {
    await suite.api.publish(...['one', 'two', 'three'].map((summary) => event({ summary: `Key ${summary}` })));
  });

  it('signs in', async () => {
    const opened = await suite.visit(suite.url);
    await opened.page.locator('input:focus').waitFor();
    await opened.page.keyboard.type(suite.credential);
    await press(opened, 'Tab', 'Space', 'Tab', 'Enter');
    await opened.live();
    await opened.page.reload();
    await opened.live();
  });

  it('goes through the events, opens one, and comes back', async () => {
    const opened = await suite.signedIn();
    await opened.row('Key three').waitFor();
    await press(opened, 'j');
    expect(await selected(opened).innerText()).toContain('Key three');
    await press(opened, 'ArrowDown', 'j', 'k');
    expect(await selected(opened).innerText()).toContain('Key two');
    const list = opened.page.getByRole('listbox');
    expect(await list.getAttribute('aria-activedescendant')).toBe(await selected(opened).getAttribute('id'));
    await press(opened, 'Enter');
    expect(await focused(opened)).toBe('Key two');
    await press(opened, 'j');
    await opened.page.getByRole('heading', { name: 'Key one' }).waitFor();
    await press(opened, 'Escape');
    expect(await focused(opened)).toBe('Events, newest first');
    await press(opened, 'Escape');
    expect(await selected(opened).count()).toBe(0);
  });

  it('searches, pauses, and shows the keys', async () => {
    const opened = await suite.signedIn();
    await opened.row('Key three').waitFor();
    await press(opened, '/');
    await opened.page.keyboard.type('key two');
    await opened.row('Key one').waitFor({ state: 'detached' });
    await press(opened, 'Escape', 'p');
    await opened.sees(/^.*Paused: 0 new events/);
    await press(opened, 'p', '?');
    await opened.page.getByRole('heading', { name: 'Keys' }).waitFor();
    expect(await opened.violations()).toEqual([]);
    await press(opened, 'Space', 'Escape', 'p');
    expect(await opened.page.getByText(/Paused:/).count()).toBe(0);
  });

  it('reaches every control with Tab, and each has a name', async () => {
    const opened = await suite.signedIn();
    await opened.button('Streams').waitFor();
    await opened.rows.first().waitFor();
    await press(opened, 'j', 'Enter');
    const names = new Set<string | null | undefined>();
    for (let count = 0; count < 40; count++) {
      await press(opened, 'Tab');
      names.add(await focused(opened));
    }
    const wanted = ['Streams', 'Theme: system', 'Keys', 'Words in the events', 'critical', 'error', 'warn', 'info'];
    const more = ['Module: all', 'Type: all', 'Pause', 'Events, newest first', 'Copy JSON', 'Copy link'];
    expect([...names]).toEqual(
      expect.arrayContaining([...wanted, ...more, 'Close the details', 'Payload', 'Sign out']),
    );
    expect([...names].filter((name) => name === '')).toEqual([]);
  });
});
