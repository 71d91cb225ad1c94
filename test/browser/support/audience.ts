import { eventually } from '../../../cluster/eventually.js';
import { reportPages } from '../../chaos/support/report.js';
import { type Browser, type Profile, type Tab } from './browser.js';
import { newestOf, seenBy } from './counting.js';
import { inAll, type Judgement, judge } from './judge.js';
import { NumberedPublisher } from './numbered-publisher.js';
import { type Site } from './site.js';
import { type Way } from './ways.js';

interface Viewer {
  readonly way: Way;
  readonly tab: Tab;
}

/** Pages that watch numbered events while something is broken: one of each way, with cookies of their own. */
export class Audience {
  readonly viewers: Viewer[] = [];
  private readonly profiles: Profile[] = [];
  readonly publisher: NumberedPublisher;
  private brokenAt = Date.now();
  private fault = '';

  private constructor(
    private readonly browser: Browser,
    private readonly site: Site,
  ) {
    this.publisher = new NumberedPublisher(site.deployment.all.map((instance) => site.deployment.apiOf(instance)));
  }

  /** Begins to publish, then opens a page for each way, and waits until each shows events. */
  static async start(browser: Browser, site: Site, ways: readonly Way[]): Promise<Audience> {
    const audience = new Audience(browser, site);
    audience.publisher.start();
    try {
      await audience.flows();
      for (const way of ways) await audience.opens(way, await (await audience.profile()).tab());
      return audience;
    } catch (error) {
      await audience.leave();
      throw error;
    }
  }

  /** Cookies of their own for more pages. */
  async profile(): Promise<Profile> {
    const profile = await this.browser.profile();
    this.profiles.push(profile);
    return profile;
  }

  /** Opens another page, and waits until it shows events. */
  async opens(way: Way, tab: Tab, options?: Readonly<Record<string, unknown>>): Promise<void> {
    const { count } = this.publisher;
    this.viewers.push({ way, tab });
    await way.open(tab, this.site, options);
    await this.shows(tab, count);
  }

  /** Is called just before something is broken. */
  breaks(fault: string): void {
    this.fault = fault;
    this.brokenAt = Date.now();
  }

  /** Waits until `count` more events have been accepted. */
  async flows(count = 15): Promise<void> {
    const goal = this.publisher.count + count;
    await eventually(() => this.publisher.count >= goal || undefined, { what: 'events to flow', timeoutMs: 120_000 });
  }

  /** Waits until every page shows what is published now. */
  async live(): Promise<void> {
    const { count } = this.publisher;
    for (const { tab } of this.viewers) await this.shows(tab, count);
  }

  /**
   * Stops publishing, and compares what every page showed with what was published, or what survived of it. Reports a row for
   * each way.
   */
  async finish(survived: (id: string) => boolean = () => true): Promise<Judgement[]> {
    await this.publisher.stop();
    await this.live();
    const judged: { way: string; judgement: Judgement }[] = [];
    for (const { way, tab } of this.viewers) {
      const whole = judge(await seenBy(tab), this.publisher.published, this.brokenAt);
      const lost = whole.lost.filter((number) => survived(this.publisher.published[number - 1]!.id));
      judged.push({ way: way.name, judgement: { ...whole, lost } });
    }
    for (const way of new Set(judged.map((each) => each.way))) {
      const ofWay = judged.filter((each) => each.way === way).map(({ judgement }) => judgement);
      reportPages({ fault: this.fault, browser: this.browser.name, way, ...inAll(ofWay) });
    }
    return judged.map(({ judgement }) => judgement);
  }

  /** Expects that every page showed every event once and in order, and that none had to begin again with a snapshot. */
  async expectComplete(): Promise<void> {
    for (const judgement of await this.finish()) {
      expect(judgement).toMatchObject({ lost: [], doubled: [], inOrder: true, gaps: [], snapshots: ['snapshot 5'] });
      expect(judgement.events).toBeGreaterThan(15);
    }
  }

  async leave(): Promise<void> {
    await this.publisher.stop();
    for (const profile of this.profiles) await profile.close();
  }

  private async shows(tab: Tab, number: number): Promise<void> {
    const look = async () => (await newestOf(tab)) >= number || undefined;
    const wait = { what: `a page to show event ${number}`, timeoutMs: 90_000, everyMs: 50 };
    await eventually(look, wait).catch(async (error: unknown) => {
      const { events, notes } = await seenBy(tab);
      const last = events.at(-1)?.[0];
      throw new Error(`${String(error)}; it shows ${events.length}, the last is ${last}; ${notes.join(', ')}`);
    });
  }
}
