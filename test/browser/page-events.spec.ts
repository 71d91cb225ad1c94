// Operators decide by what the list shows. It must show what came, as it came, and find again what is older.
import { parsePosition } from '#client';
import { eventually } from '../../cluster/eventually.js';
import { event } from '../support/api.js';
import { type OpenPage } from './support/open-page.js';
import { PageSuite } from './support/page-suite.js';

describe('the events of the page', () => {
  const suite = new PageSuite();

  /** How many events the page counts. */
  const counted = async ({ page }: OpenPage) =>
    Number(/^[\d,]+/.exec(await page.locator('.filters .count').innerText())![0].replaceAll(',', ''));

  const countBecomes = (opened: OpenPage, least: number) =>
    eventually(async () => ((await counted(opened)) >= least ? true : undefined), { what: `${least} events` });

  it('appear as they are published, newest first, with their severity in words', async () => {
    const opened = await suite.signedIn();
    await suite.api.publish(event({ summary: 'First of two', severity: 'warn' }));
    await opened.row('First of two').waitFor();
    await suite.api.publish(event({ summary: 'Second of two', severity: 'critical', module: 'hermes' }));
    await opened.row('Second of two').waitFor();
    expect((await opened.rows.first().innerText()).split(/\s+/).join(' ')).toMatch(
      /^critical \d\d:\d\d:\d\d hermes test.happened Second of two$/,
    );
    expect(await opened.rows.nth(1).innerText()).toContain('First of two');
  });

  it('are text, whatever is in them', async () => {
    const markup = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    const opened = await suite.signedIn();
    await suite.api.publish(event({ summary: markup, payload: { [markup]: markup }, event_type: 'markup' }));
    await opened.row(markup).click();
    await opened.page.getByRole('heading', { name: markup }).waitFor();
    expect(await opened.page.title()).toBe('Events · VX11');
    expect(await opened.page.locator('img').count()).toBe(0);
  });

  it('are filtered by severity, module, type and words, and the address has the filter', async () => {
    await suite.api.publish(
      event({ summary: 'Needle one', severity: 'error', module: 'madre', event_type: 'a.b' }),
      event({
        summary: 'Needle two',
        severity: 'info',
        module: 'madre',
        event_type: 'a.c',
        payload: { port: 'Gi0/7' },
      }),
      event({ summary: 'Needle three', severity: 'error', module: 'spawner', event_type: 'a.b' }),
    );
    const opened = await suite.signedIn();
    const { page } = opened;
    await page.getByLabel('Words in the events').fill('needle');
    await opened.row('Needle three').waitFor();
    await opened.button('error').click();
    await page.getByText('Module: all').click();
    await page.getByRole('checkbox', { name: /^madre/ }).check();
    await page.keyboard.press('Escape');
    await eventually(async () => ((await opened.rows.count()) === 1 ? true : undefined), { what: 'one row' });
    expect(page.url()).toBe(`${suite.url}?severity=error&module=madre&q=needle`);
    await page.getByLabel('Words in the events').fill('gi0/7');
    await opened.sees('No event passes the filter.');
    expect(await opened.violations()).toEqual([]);

    const again = await suite.signedIn({ query: '?severity=error&type=a.b&q=needle' });
    await again.row('Needle three').waitFor();
    expect(await again.rows.count()).toBe(2);
    await again.button('Clear').click();
    expect(again.page.url()).toBe(suite.url);
  });

  it('are held while the list is paused: they are counted, and none is lost', async () => {
    const opened = await suite.signedIn();
    await suite.api.publish(event({ summary: 'Before the pause' }));
    await opened.row('Before the pause').waitFor();
    await opened.button('Pause').click();
    await suite.api.publish(...Array.from({ length: 30 }, (_, index) => event({ summary: `Held ${index}.` })));
    await opened.sees('Paused: 30 new events · go on');
    expect(await opened.rows.first().innerText()).toContain('Before the pause');
    await opened.button(/30 new events/).click();
    for (const index of [0, 15, 29]) await opened.row(`Held ${index}.`).waitFor({ state: 'attached' });
  });

  it('are said to wait where the list is held and has nothing else to show', async () => {
    const opened = await suite.signedIn({ query: '?q=waits-alone' });
    await suite.api.publish(event());
    await opened.sees('will appear by themselves.');
    await opened.button('Pause').click();
    await opened.sees('are counted until the list goes on.');
    await suite.api.publish(event({ summary: 'waits-alone' }));
    await opened.sees('The list is held.');
    expect(await opened.violations()).toEqual([]);
    await opened.button('Show the newest').click();
    await opened.row('waits-alone').waitFor();
  });

  it('do not move while they are read', async () => {
    await suite.api.publish(...Array.from({ length: 200 }, (_, index) => event({ summary: `Reading ${index}.` })));
    const opened = await suite.signedIn();
    await opened.row('Reading 199.').waitFor();
    await opened.page.locator('.event-scroller').evaluate((scroller) => (scroller.scrollTop = 900));
    const seen = opened.row('Reading 165.');
    await seen.waitFor();
    const before = await seen.boundingBox();
    await suite.api.publish(event({ summary: 'Elsewhere' }));
    await opened.sees('1 new event');
    expect(await seen.boundingBox()).toEqual(before);
    await opened.button(/1 new event/).click();
    await opened.row('Elsewhere').waitFor();
  });

  it('open with all their fields, and are copied as JSON and as a link', async () => {
    const fields = event({ summary: 'Look inside', event_id: 'look-inside', payload: { port: 'Gi0/1', up: false } });
    await suite.api.publish(fields);
    const opened = await suite.signedIn({ permissions: ['clipboard-read', 'clipboard-write'] });
    const { page } = opened;
    await opened.row('Look inside').click();
    const details = page.getByRole('complementary', { name: 'Details of the event' });
    expect(await details.innerText()).toMatch(/look-inside[^]*"port": "Gi0\/1"/);
    expect(await opened.violations()).toEqual([]);
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    await opened.button('Copy JSON').click();
    const json = await eventually(async () => (await clipboard()) || undefined, { what: 'the JSON in the clipboard' });
    expect(JSON.parse(json)).toMatchObject(fields);
    await opened.button('Copy link').click();
    await eventually(async () => ((await clipboard()) === `${suite.url}?event=look-inside` ? true : undefined), {
      what: 'the link in the clipboard',
    });
  });

  it('are found by a link, however far back they are, or said to be gone', async () => {
    await suite.api.publish(event({ summary: 'Far back', event_id: 'far-back' }));
    for (let page = 0; page < 3; page++) await suite.api.publish(...Array.from({ length: 500 }, () => event()));
    const opened = await suite.signedIn({ query: '?event=far-back' });
    await opened.page.getByRole('heading', { name: 'Far back' }).waitFor();
    const gone = await suite.signedIn({ query: '?event=never-was' });
    await gone.sees('The event of this link was not found.');
    expect(await gone.violations()).toEqual([]);
  });

  it('are found by a link also where a filter leaves little to see, and after the history could not be read', async () => {
    await suite.api.publish(event({ summary: 'Well hidden', event_id: 'well-hidden' }));
    for (let page = 0; page < 3; page++) await suite.api.publish(...Array.from({ length: 500 }, () => event()));
    const query = '?q=nothing-has-this&event=well-hidden';
    const filtered = await suite.signedIn({ query });
    await filtered.page.getByRole('heading', { name: 'Well hidden' }).waitFor();

    const opened = await suite.visit(suite.url + query);
    await opened.page.route(/\/operator\/api\/events\?/, (history) => history.abort(), { times: 1 });
    await opened.signIn(suite.credential);
    await opened.sees('The event of this link could not be looked for.');
    expect(await opened.violations()).toEqual([]);
    await opened.button('Look again').click();
    await opened.page.getByRole('heading', { name: 'Well hidden' }).waitFor();
  });

  it('are loaded as far as the log reaches by scrolling back', async () => {
    for (let page = 0; page < 2; page++) await suite.api.publish(...Array.from({ length: 600 }, () => event()));
    const [newest] = await suite.api.publish(event());
    const opened = await suite.signedIn();
    await countBecomes(opened, 100);
    const scroller = opened.page.locator('.event-scroller');
    const down = async () => {
      await scroller.evaluate((element) => (element.scrollTop = element.scrollHeight));
      return (await opened.page.getByText('The log reaches no further back.').isVisible()) ? true : undefined;
    };
    await eventually(down, { what: 'the end of the log', everyMs: 50 });
    expect(await counted(opened)).toBe(parsePosition(newest!)!.n);
  });
});
