// Firefox decides for itself when a tab counts as hidden. What its driver can do to a tab is done as in client-page-life.spec.ts; the
// network of Firefox alone cannot be taken away.
import { eventually } from '../../cluster/eventually.js';
import { HostedService } from '../support/hosted-service.js';
import { type Browser, type Tab } from './support/browser.js';
import { driveFirefox } from './support/firefox.js';
import { NumberedPublisher } from './support/numbered-publisher.js';
import { WatchedClient } from './support/watched-client.js';

describe('In Firefox, the client', () => {
  let firefox: Browser;
  let service: HostedService;
  let publisher: NumberedPublisher;
  let client: WatchedClient<Tab>;

  beforeAll(async () => {
    const env = { VX11_OPERATOR_SSE_HEARTBEAT: '1' };
    [firefox, service] = await Promise.all([driveFirefox(), HostedService.start({ env })]);
    publisher = new NumberedPublisher([service.api]);
    publisher.start();
    await eventually(() => publisher.count > 5 || undefined, { what: 'events' });
  }, 120_000);

  afterEach(() => client.close());

  afterAll(async () => {
    await publisher.stop();
    await firefox.close();
    await service.stop();
  });

  const opens = async (options: Readonly<Record<string, unknown>>) =>
    (client = await WatchedClient.open(await firefox.profile(), service, publisher, options));

  it('reconnects at once when the page becomes visible', async () => {
    // Without being woken up, it would wait longer than any test.
    const { proxy, tab } = await opens({ backoff: { baseMs: 3_600_000, capMs: 3_600_000 } });
    await tab.evaluate('void (Math.random = () => 1)');
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
    const streams = async () => (await service.api.call('GET', '/operator/api/streams')).body.streams as unknown[];
    await eventually(async () => (await streams()).length === 0 || undefined, {
      what: 'the service to have no stream',
    });
    const goal = publisher.count + 15;
    await eventually(() => publisher.count >= goal || undefined, { what: 'events meanwhile' });
    await client.show();
    await client.notes(/^open$/, paused);
    await client.expectComplete();
  });
});
