// A page is looked at and forgotten, loses its network and gets it back, and sits behind proxies that hold streams back. A stand-in for
// the browser shows none of it as it is: when tabs count as hidden, what a cut connection looks like, and which files can be loaded.
import { eventually } from '../../cluster/eventually.js';
import { HostedService } from '../support/hosted-service.js';
import { driveChromiumAsUsers } from './support/chromium-as-users.js';
import { type Chromium, type ChromiumProfile, type ChromiumTab } from './support/chromium-tabs.js';
import { NumberedPublisher } from './support/numbered-publisher.js';
import { WatchedClient } from './support/watched-client.js';

/** Without being woken up, it would wait longer than any test. No silence of a busy machine ends its stream. */
const PATIENT = { heartbeatMs: 60_000, backoff: { baseMs: 3_600_000, capMs: 3_600_000 } };

describe('In Chromium, the client', () => {
  let chromium: Chromium;
  let service: HostedService;
  let publisher: NumberedPublisher;
  let client: WatchedClient<ChromiumTab>;

  beforeAll(async () => {
    const env = { VX11_OPERATOR_SSE_HEARTBEAT: '1' };
    [chromium, service] = await Promise.all([driveChromiumAsUsers(), HostedService.start({ env })]);
    publisher = new NumberedPublisher([service.api]);
    publisher.start();
    await eventually(() => publisher.count > 5 || undefined, { what: 'events' });
  });

  afterEach(async () => {
    await client.tab.page.context().setOffline(false);
    await client.close();
  });

  afterAll(async () => {
    await publisher.stop();
    await chromium.close();
    await service.stop();
  });

  const opens = async (options: Readonly<Record<string, unknown>> = {}, profile?: ChromiumProfile) =>
    (client = await WatchedClient.open(profile ?? (await chromium.profile()), service, publisher, options));

  const streams = async () =>
    ((await service.api.call('GET', '/operator/api/streams')).body.streams as unknown[]).length;

  /** The random share of the back-off, 0 to 1. */
  const share = (value: number) => client.tab.evaluate(`void (Math.random = () => ${value})`);

  it('shows every event once while it goes from a stream to polling and back to a stream', async () => {
    const { proxy } = await opens();
    proxy.become('buffering');
    const polling = await client.notes(/^polling$/);
    await client.isLive();
    proxy.turn('pass');
    await client.notes(/^open$/, polling);
    await client.expectComplete();
  });

  it('waits where the file that polls cannot be loaded, and polls when it can', async () => {
    const profile = await chromium.profile();
    await profile.context.route('**/sse-client-poll*.js', (route) => route.abort());
    const { proxy } = await opens({}, profile);
    await share(0);
    proxy.become('buffering');
    const waiting = await client.notes(/^waiting buffered$/);
    await profile.context.unroute('**/sse-client-poll*.js');
    await client.notes(/^polling$/, waiting);
    await client.expectComplete();
  });

  it('reconnects at once when the network is back', async () => {
    const { proxy, tab } = await opens(PATIENT);
    await share(1);
    await tab.page.context().setOffline(true);
    proxy.become('down');
    const waiting = await client.notes(/^waiting/);
    proxy.turn('pass');
    await tab.page.context().setOffline(false);
    await client.notes(/^open$/, waiting);
    await client.expectComplete();
  });

  it('reconnects at once when the page becomes visible', async () => {
    const { proxy } = await opens(PATIENT);
    await share(1);
    await client.hide();
    proxy.become('down');
    const waiting = await client.notes(/^waiting/);
    proxy.turn('pass');
    await client.show();
    await client.notes(/^open$/, waiting);
    await client.expectComplete();
  });

  it('gives the stream of a hidden page back, and loses nothing of what happened meanwhile', async () => {
    await opens({ pauseWhenHiddenMs: 100 });
    await client.hide();
    const paused = await client.notes(/^paused$/);
    await eventually(async () => (await streams()) === 0 || undefined, { what: 'the service to have no stream' });
    const goal = publisher.count + 15;
    await eventually(() => publisher.count >= goal || undefined, { what: 'events meanwhile' });
    await client.show();
    await client.notes(/^open$/, paused);
    await client.expectComplete();
  });
});
