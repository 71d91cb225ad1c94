import { eventually } from '../../../cluster/eventually.js';
import { type HostedService } from '../../support/hosted-service.js';
import { BadProxy } from './bad-proxy.js';
import { type Profile, type Tab } from './browser.js';
import { newestOf, openClient, seenBy, startCounting } from './counting.js';
import { judge } from './judge.js';
import { type NumberedPublisher } from './numbered-publisher.js';

/** Half of the heartbeat of the service, so that a test does not wait long: events come more often. */
const HEARTBEAT_MS = 500;

/** A tab in which the client, as the service delivers it, follows numbered events through a proxy of its own. */
export class WatchedClient<T extends Tab> {
  private constructor(
    private readonly profile: Profile<T>,
    readonly tab: T,
    readonly proxy: BadProxy,
    private readonly publisher: NumberedPublisher,
  ) {}

  /** Opens the tab, and waits until it shows events. */
  static async open<T extends Tab>(
    profile: Profile<T>,
    service: HostedService,
    publisher: NumberedPublisher,
    options: Readonly<Record<string, unknown>> = {},
  ): Promise<WatchedClient<T>> {
    const { baseUrl } = service;
    const watched = new WatchedClient(profile, await profile.tab(), await BadProxy.start(baseUrl), publisher);
    await watched.follow({ credential: service.api.headers['X-VX11-Token'], heartbeatMs: HEARTBEAT_MS, ...options });
    return watched;
  }

  /** Another tab comes to the front. */
  async hide(): Promise<void> {
    const other = await this.profile.tab();
    await other.toFront();
    await this.untilIs('hidden');
  }

  async show(): Promise<void> {
    await this.tab.toFront();
    await this.untilIs('visible');
  }

  /** Waits until the page notes something like this, after what it has noted before `from`. Returns how many notes there are. */
  async notes(pattern: RegExp, from = 0): Promise<number> {
    const look = async () => {
      const { notes } = await seenBy(this.tab);
      return notes.slice(from).some((note) => pattern.test(note)) ? notes.length : undefined;
    };
    return eventually(look, { what: `the page to note ${pattern.source}`, everyMs: 50 }).catch(
      async (error: unknown) => {
        throw new Error(`${String(error)}; it noted ${(await seenBy(this.tab)).notes.join(', ')}`);
      },
    );
  }

  /** Waits until the page shows everything that is published now. */
  async isLive(): Promise<void> {
    const { count } = this.publisher;
    const look = async () => (await newestOf(this.tab)) >= count || undefined;
    await eventually(look, { what: `the page to show event ${count}`, everyMs: 50 });
  }

  /** Expects that the page shows every event since it began once and in order, and that it began once. */
  async expectComplete(): Promise<void> {
    const published = [...this.publisher.published];
    await this.isLive();
    const { events, notes } = await seenBy(this.tab);
    const seen = { events: events.filter(([number]) => number <= published.length), notes };
    const expected = { lost: [], doubled: [], inOrder: true, gaps: [], snapshots: ['snapshot 5'] };
    expect(judge(seen, published, 0)).toMatchObject(expected);
  }

  async close(): Promise<void> {
    await this.profile.close();
    await this.proxy.stop();
  }

  private async follow(options: Readonly<Record<string, unknown>>): Promise<void> {
    const { baseUrl } = this.proxy;
    // A page of the same origin on which nothing else happens.
    await this.tab.goto(`${baseUrl}/operator/ui/sse-client.js`);
    await startCounting(this.tab);
    await this.tab.evaluate(
      "import('/operator/ui/sse-client.js').then((vx11) => void Object.assign(window, { vx11 }))",
    );
    await openClient(this.tab, { baseUrl, credential: '', filter: { modules: ['proof'] }, ...options });
    await this.isLive();
  }

  private async untilIs(state: 'hidden' | 'visible'): Promise<void> {
    const look = async () => (await this.tab.evaluate('document.visibilityState')) === state || undefined;
    await eventually(look, { what: `the page to be ${state}` });
  }
}
