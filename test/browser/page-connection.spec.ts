// A page that looks alive while nothing arrives is worse than none: an operator relies on it. It must say what is wrong, and what to do.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Route } from 'playwright-core';
import { eventually } from '../../cluster/eventually.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { event } from '../support/api.js';
import { newCredential } from '../support/used-credentials.js';
import { BadProxy } from './support/bad-proxy.js';
import { PageSuite } from './support/page-suite.js';

const file = join(createRunDirectory('principals'), 'principals.yaml');
const leaver = newCredential();

describe('the connection of the page', () => {
  writeFileSync(file, principals(leaver));
  const suite = new PageSuite({
    VX11_LOG_MAX_ENTRIES: '300',
    VX11_PRINCIPALS_FILE: file,
  });
  let proxy: BadProxy;

  beforeEach(async () => {
    proxy = await BadProxy.start(suite.service.baseUrl);
  });

  afterEach(() => proxy.stop());

  const through = (credential = suite.credential) => suite.signedIn({ baseUrl: proxy.baseUrl, credential });

  it('says that the service is away, when it will try again, and goes on where it was', async () => {
    const opened = await through();
    proxy.become('down');
    await opened.sees('The service cannot be reached.');
    await opened.sees(/^Retrying in \d+ s$/);
    expect(await opened.violations()).toEqual([]);
    // What could not be loaded meanwhile is loaded then, without being asked for.
    await opened.page.getByLabel('Words in the events').fill('away');
    await suite.api.publish(event({ summary: 'While it was away' }));
    // While it is away: after that the page comes back by itself, perhaps before it is asked to.
    await opened.button('Try now').click();
    proxy.become('pass');
    await opened.live();
    await opened.row('While it was away').waitFor();
    expect(await opened.page.getByText('Older events could not be loaded').count()).toBe(0);
  });

  it('comes back at once when it is asked to', async () => {
    const opened = await suite.visit(`${proxy.baseUrl}/operator/ui/`);
    const { clock } = opened.page;
    await clock.install();
    await opened.signIn(suite.credential);
    await opened.live();
    proxy.become('down');
    await opened.sees(/^Retrying in \d+ s$/);
    // The time for one more attempt comes, and then no more time passes for the page: it does not come back by itself.
    const { refused, asked } = proxy;
    await clock.pauseAt(Date.now() + 60_000);
    await clock.runFor(10_000);
    await eventually(() => proxy.refused > refused || undefined, { what: 'another attempt' });
    await opened.sees(/^Retrying in \d+ s$/);
    proxy.turn('pass');
    await opened.button('Try now').click();
    await eventually(() => proxy.asked > asked || undefined, { what: 'the attempt that was asked for' });
    await clock.resume();
    await opened.live();
  });

  it('shows an event once and in its place, when the history has it before the stream brings it', async () => {
    await suite.api.publish(event({ summary: 'In the snapshot' }));
    proxy.become('lagging');
    const opened = await suite.visit(`${proxy.baseUrl}/operator/ui/`);
    const whileAsked = async (history: Route) => {
      await suite.api.publish(event({ summary: 'Published meanwhile' }));
      await history.continue();
    };
    await opened.page.route(/\/operator\/api\/events\?/, whileAsked, { times: 1 });
    await opened.signIn(suite.credential);
    await opened.sees('The log reaches no further back.');
    proxy.turn('pass');
    await opened.row('Published meanwhile').first().waitFor();
    expect(await opened.row('Published meanwhile').count()).toBe(1);
    expect(await opened.rows.first().innerText()).toContain('Published meanwhile');
  });

  it('shows where events are missing, in the list', async () => {
    const opened = await through();
    await suite.api.publish(event({ summary: 'Before the gap' }));
    await opened.row('Before the gap').waitFor();
    proxy.become('down');
    await opened.sees(/^Retrying/);
    await suite.api.publish(...Array.from({ length: 700 }, (_, index) => event({ summary: `After ${index}.` })));
    proxy.become('pass');
    await opened.live();
    await opened.row('After 699.').waitFor();
    await opened.page.getByLabel('Words in the events').fill('gap');
    await opened.row('Events may be missing here: the log no longer has those that came next.').waitFor();
    expect(await opened.violations()).toEqual([]);
  });

  it('is never called live while a proxy holds the stream back, says so, and shows the events by asking for them', async () => {
    proxy.become('buffering');
    const opened = await suite.visit(`${proxy.baseUrl}/operator/ui/#token=${suite.credential}`);
    await opened.sees('A proxy on the way probably holds the stream back');
    await suite.api.publish(event({ summary: 'Asked for' }));
    await opened.row('Asked for').waitFor();
    expect(await opened.page.getByText('Live', { exact: true }).count()).toBe(0);
    proxy.become('pass');
    await suite.api.publish(event({ summary: 'Streamed again' }));
    await opened.live();
    await opened.row('Streamed again').first().waitFor();
    expect(await opened.row('Streamed again').count()).toBe(1);
    expect(await opened.row('Asked for').count()).toBe(1);
  });

  it('says that another server responds', async () => {
    proxy.become('other');
    const opened = await suite.visit(`${proxy.baseUrl}/operator/ui/#token=${suite.credential}`);
    await opened.sees('Another server responds here, not the operator backend.');
    expect(await opened.violations()).toEqual([]);
  });

  it('says that another server responds in place of the history and of the streams, and shows what it has', async () => {
    await suite.api.publish(event({ summary: 'Shown all the same' }));
    const opened = await suite.visit(suite.url);
    const { page } = opened;
    const other = (asked: Route) => asked.fulfill({ json: { status: 'ok' } });
    await page.route(/\/operator\/api\/events\?/, other);
    await opened.signIn(suite.credential);
    await opened.sees(/Older events could not be loaded: Another server responds here/);
    await opened.row('Shown all the same').waitFor();
    await opened.button('Streams').waitFor();
    await page.route(/\/operator\/api\/streams\?/, other);
    await opened.button('Streams').click();
    await opened.sees('Another server responds here');
    expect(await opened.violations()).toEqual([]);
  });

  it('says that the access was revoked, and keeps what it has', async () => {
    const opened = await suite.signedIn({ credential: suite.reader });
    await suite.api.publish(event({ summary: 'Still to be read' }));
    await opened.row('Still to be read').waitFor();
    await suite.api.call('DELETE', '/operator/api/principals/principal/sessions');
    await opened.sees('Your access was revoked.');
    expect(await opened.row('Still to be read').count()).toBe(1);
    expect(await opened.violations()).toEqual([]);
    await opened.button('Connect again').click();
    await opened.live();
  });

  it('says that the service does not know the credential any more', async () => {
    const opened = await suite.signedIn({ credential: leaver });
    await suite.api.publish(event({ summary: 'Seen by the leaver' }));
    await opened.row('Seen by the leaver').waitFor();
    writeFileSync(file, principals(newCredential()));
    await opened.sees('Your access was revoked.');
    await opened.button('Connect again').click();
    await opened.sees('The service does not know this credential.');
    await opened.button('Sign in with another credential').click();
    await opened.button('Sign in').waitFor();
  });
});

function principals(credential: string): string {
  const digest = createHash('sha256').update(credential).digest('hex');
  return `principals:\n  - name: leaver\n    credentials: ['sha256:${digest}']\n    rights: [read]\n`;
}
