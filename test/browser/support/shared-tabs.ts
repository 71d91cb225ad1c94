import { eventually } from '../../../cluster/eventually.js';
import { type Instance } from '../../../cluster/instance.js';
import { OPERATOR, READER } from '../../cli/support/service.js';
import { Api } from '../../support/api.js';
import { type Tab } from './browser.js';
import { type ChromiumProfile, type ChromiumTab } from './chromium-tabs.js';
import { clientBundle } from './client-bundle.js';
import { newestOf, openClient, seenBy, startCounting } from './counting.js';
import { judge } from './judge.js';
import { NumberedPublisher } from './numbered-publisher.js';

/** Tabs of one browser that share a stream of one service, on which numbered events are published. */
export class SharedTabs {
  readonly tabs: ChromiumTab[] = [];
  readonly publisher: NumberedPublisher;
  private readonly api: Api;

  constructor(
    private readonly profile: ChromiumProfile,
    private readonly service: Instance,
  ) {
    this.api = new Api(service.baseUrl, OPERATOR);
    this.publisher = new NumberedPublisher([this.api]);
    this.publisher.start();
  }

  /** Opens so many tabs, runs `before` in each, and waits until each shows events. */
  async open(
    count: number,
    options: Readonly<Record<string, unknown>> = {},
    { before = '', client = clientBundle() } = {},
  ): Promise<void> {
    for (let opened = 0; opened < count; opened++) {
      const tab = await this.profile.tab();
      this.tabs.push(tab);
      await tab.goto(`${this.service.baseUrl}/health/live`);
      await startCounting(tab);
      await tab.evaluate(before);
      await tab.evaluate(client);
      const followed = { baseUrl: this.service.baseUrl, credential: READER, filter: { modules: ['proof'] } };
      await openClient(tab, { ...followed, share: true, ...options });
    }
    await this.live();
  }

  /** The tab that leads, once there is exactly one, and one stream; or, while a tab is stopped that has one too, at most two. */
  async leader({ streams = 1 } = {}): Promise<ChromiumTab> {
    let seen = '';
    const look = async () => {
      const roles = await Promise.all(this.tabs.map(roleOf));
      const leaders = this.tabs.filter((_, index) => roles[index] === 'open leader');
      const open = await this.streams();
      seen = `${roles.join(', ')}; ${open} streams`;
      return leaders.length === 1 && open >= 1 && open <= streams ? leaders[0] : undefined;
    };
    const wait = { what: `one leader, and at most ${streams} streams` };
    return eventually(look, wait).catch((error: unknown) => {
      throw new Error(`${String(error)}; there are: ${seen}`);
    });
  }

  async followers(): Promise<ChromiumTab[]> {
    const leader = await this.leader();
    return this.tabs.filter((tab) => tab !== leader);
  }

  /** Takes a tab out, since it shows events no longer. */
  forget(tab: ChromiumTab): void {
    this.tabs.splice(this.tabs.indexOf(tab), 1);
  }

  async streams(): Promise<number> {
    return ((await this.api.call('GET', '/operator/api/streams')).body.streams as unknown[]).length;
  }

  /** Ends the sessions of the principal of the pages. */
  async revoke(): Promise<void> {
    await this.api.call('DELETE', '/operator/api/principals/principal/sessions');
  }

  /** Waits until every tab shows what is published now. */
  async live(): Promise<void> {
    const { count } = this.publisher;
    for (const tab of this.tabs) await shows(tab, count);
  }

  /** Publishes more than a tab keeps for a slow loop, at once. */
  async overflow(): Promise<void> {
    const goal = this.publisher.count + 1_500;
    this.publisher.batch = 100;
    await eventually(() => this.publisher.count >= goal || undefined, { what: '1,500 events' });
    this.publisher.batch = 3;
  }

  /** Stops publishing, and expects that every tab showed every event once and in order. */
  async expectComplete(): Promise<void> {
    await this.publisher.stop();
    await this.live();
    for (const tab of this.tabs) {
      const judgement = judge(await seenBy(tab), this.publisher.published, Date.now());
      expect(judgement).toMatchObject({ lost: [], doubled: [], inOrder: true, gaps: [] });
      expect(judgement.snapshots).toHaveLength(1);
      expect(judgement.events).toBeGreaterThanOrEqual(5);
    }
  }

  async close(): Promise<void> {
    await this.publisher.stop();
    await this.profile.close();
  }
}

/** Waits until a tab has noted something like this. */
export async function notes(tab: Tab, pattern: RegExp): Promise<void> {
  const look = async () => (await seenBy(tab)).notes.some((note) => pattern.test(note)) || undefined;
  await eventually(look, { what: `a tab to note ${pattern.source}` }).catch(async (error: unknown) => {
    throw new Error(`${String(error)}; it noted ${(await seenBy(tab)).notes.join(', ')}`);
  });
}

/** What the tab has last said of a connection that is shared. */
async function roleOf(tab: Tab): Promise<string | undefined> {
  return (await seenBy(tab)).notes.findLast((note) => / (leader|follower)$/.test(note));
}

async function shows(tab: Tab, number: number): Promise<void> {
  const look = async () => (await newestOf(tab)) >= number || undefined;
  await eventually(look, { what: `a tab to show event ${number}` }).catch(async (error: unknown) => {
    const { events, notes } = await seenBy(tab);
    throw new Error(
      `${String(error)}; it shows ${events.length}, the last is ${events.at(-1)?.[0]}; ${notes.join(', ')}`,
    );
  });
}
