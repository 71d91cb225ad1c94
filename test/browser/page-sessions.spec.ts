// Who is connected, and ending it, is for administrators alone: the page shows it to them, asks before it ends anything, and does not
// even name it to others.
import { SseReader } from '../support/sse-reader.js';
import { Api, event } from '../support/api.js';
import { PageSuite } from './support/page-suite.js';

describe('the streams of the page', () => {
  const suite = new PageSuite();

  it('are listed for an administrator, who ends one after being asked', async () => {
    const api = new Api(suite.service.baseUrl, suite.reader);
    const [ended, kept] = [
      await SseReader.open(api.streamUrl(await api.token())),
      await suite.api.stream('module=hermes'),
    ];
    const opened = await suite.signedIn();
    const { page } = opened;
    await opened.button('Streams').click();
    const row = page.getByRole('row').filter({ hasText: 'principal' }).filter({ hasText: '127.0.0.1' });
    await row.waitFor();
    await page.getByRole('row').filter({ hasText: 'hermes' }).waitFor();
    expect(await opened.violations()).toEqual([]);

    await opened.button('End this stream of principal').click();
    await opened.sees('End this stream?');
    expect(await opened.violations()).toEqual([]);
    await opened.button('Cancel').click();
    expect(await row.count()).toBe(1);

    await opened.button('End this stream of principal').click();
    await opened.button('End the stream').click();
    expect((await ended.first('goodbye')).data).toMatch('revoked');
    await row.waitFor({ state: 'detached' });
    await opened.button('Back to the events').click();
    await opened.page.getByRole('region', { name: 'Events' }).waitFor();
    kept.close();
    ended.close();
  });

  it('of one principal are ended together', async () => {
    const api = new Api(suite.service.baseUrl, suite.reader);
    const both = await Promise.all([1, 2].map(async () => SseReader.open(api.streamUrl(await api.token()))));
    const opened = await suite.signedIn();
    await opened.button('Streams').click();
    await opened.button('End all streams of principal').first().click();
    await opened.button('End all').click();
    for (const stream of both) {
      expect((await stream.first('goodbye')).data).toMatch('revoked');
      stream.close();
    }
  });

  it('are turned page by page: one that has become empty leads back, and what is not listed or not known is named', async () => {
    const stream = { id: 'a', principal: 'far behind', since: new Date().toISOString(), address: '192.0.2.7' };
    const listed = { ...stream, instance: 'a', filters: {}, lag: null, waiting_bytes: null };
    const opened = await suite.signedIn();
    await opened.page.route(/\/operator\/api\/streams\?/, (route, request) => {
      const second = new URL(request.url()).searchParams.has('after');
      const json = second ? { streams: [], next: null } : { streams: [listed], next: 'a' };
      return route.fulfill({ json: { ...json, unlisted: 2 } });
    });
    await opened.button('Streams').click();
    await opened.sees('1 on this page, 2 more not listed');
    expect(await opened.page.getByRole('row').filter({ hasText: 'far behind' }).innerText()).toContain('unknown');
    await opened.button('Next').click();
    await opened.sees('Nobody is on this page.');
    expect(await opened.violations()).toEqual([]);
    await opened.button('Go back').click();
    await opened.sees('far behind');
  });

  it('leave the list at its newest event, where it goes on, also if it was scrolled before', async () => {
    await suite.api.publish(...Array.from({ length: 200 }, (_, index) => event({ summary: `Reading ${index}.` })));
    const opened = await suite.signedIn();
    await opened.row('Reading 199.').waitFor();
    await opened.page.locator('.event-scroller').evaluate((scroller) => (scroller.scrollTop = 900));
    await opened.row('Reading 165.').waitFor();
    await suite.api.publish(event({ summary: 'While it is scrolled' }));
    await opened.sees('1 new event');
    await opened.button('Streams').click();
    await opened.button('Back to the events').click();
    await opened.row('While it is scrolled').waitFor();
    await suite.api.publish(event({ summary: 'Afterwards' }));
    await opened.row('Afterwards').waitFor();
  });

  it('are not offered to who may only read', async () => {
    const opened = await suite.visit(suite.url);
    const asked = opened.page.waitForResponse((response) => response.url().includes('/operator/api/streams'));
    await opened.page.getByLabel('Credential', { exact: true }).fill(suite.reader);
    await opened.page.keyboard.press('Enter');
    expect((await asked).status()).toBe(403);
    await opened.live();
    expect(await opened.button('Streams').count()).toBe(0);
  });
});
