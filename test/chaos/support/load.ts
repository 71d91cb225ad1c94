import { randomUUID } from 'node:crypto';
import { eventually } from '../../../cluster/eventually.js';
import { type Instance } from '../../../cluster/instance.js';
import { parsePosition } from '../../../src/event-log/position.js';
import { type Api, event } from '../../support/api.js';
import { FollowingClient } from './following-client.js';
import { difference, outcome } from './outcome.js';
import { Publisher } from './publisher.js';
import { report } from './report.js';
import { SCALE } from './scale.js';
import { ShortRequests } from './short-requests.js';
import { untilLiveMs } from './silence.js';

export interface LoadOptions {
  readonly streams?: number;
  /** Publishes through nginx, as services do, and not at each instance. */
  readonly throughNginx?: boolean;
}

/** What load is put on: several instances behind nginx. */
export interface LoadTarget {
  readonly all: readonly Instance[];
  /** Calls through nginx. */
  readonly api: Api;
  apiOf(instance: Instance): Api;
}

/** The load of a chaos test: streams through nginx, and a publisher at every instance. */
export class Load {
  private fault: string | undefined;
  private brokenAt = 0;
  /** Sent from the first fault on. */
  requests: ShortRequests | undefined;

  private constructor(
    private readonly deployment: LoadTarget,
    readonly clients: readonly FollowingClient[],
    private readonly publishers: readonly Publisher[],
  ) {}

  /** Opens the streams, then begins to publish. */
  static async start(deployment: LoadTarget, options: LoadOptions = {}): Promise<Load> {
    const { streams = SCALE.streams, throughNginx = false } = options;
    const clients = Array.from({ length: streams }, () => new FollowingClient(deployment.api));
    for (let from = 0; from < streams; from += 50) {
      await Promise.all(clients.slice(from, from + 50).map((client) => client.start()));
    }
    const apis = deployment.all.map((instance) => (throughNginx ? deployment.api : deployment.apiOf(instance)));
    const publishers = apis.map((_, index) => new Publisher([...apis.slice(index), ...apis.slice(0, index)]));
    for (const publisher of publishers) publisher.start();
    return new Load(deployment, clients, publishers);
  }

  /** Events accepted so far. */
  get published(): number {
    return this.publishers.reduce((sum, { ids }) => sum + ids.length, 0);
  }

  /** The longest time since the fault in which one stream showed neither event nor heartbeat. */
  get darkestMs(): number {
    return Math.max(...this.clients.map(({ silence }) => silence.longestMs));
  }

  /**
   * Is called just before the test breaks something. From then on the load measures what its clients notice. If a test breaks
   * several things in turn, the time until all streams are live counts from the last one.
   */
  breaks(fault: string): void {
    if (this.fault === undefined) for (const { silence } of this.clients) silence.reset();
    this.requests ??= ShortRequests.start(this.deployment.api);
    this.fault = fault;
    this.brokenAt = performance.now();
  }

  /** Waits until `count` more events have been accepted. */
  async flows(count = 60): Promise<void> {
    const goal = this.published + count;
    await eventually(() => this.published >= goal || undefined, { what: 'the load to flow', timeoutMs: 120_000 });
  }

  /** Waits until every stream has shown another event. */
  async live(timeoutMs = 120_000): Promise<void> {
    const since = this.clients.map(({ ids }) => ids.length);
    const behind = new Set(this.clients);
    const look = () => {
      this.clients.forEach((client, index) => client.ids.length > since[index]! && behind.delete(client));
      return behind.size === 0 || undefined;
    };
    await eventually(look, { what: 'every stream to be live', timeoutMs });
  }

  /**
   * Waits until every stream is live, stops publishing, waits until every stream has a last event, and stops the streams.
   * Returns all accepted ids, in their order.
   */
  async finish(): Promise<string[]> {
    await this.live();
    await this.requests?.stop();
    await Promise.all(this.publishers.map((publisher) => publisher.stop()));
    const [last] = await this.publishLast();
    const complete = () => this.clients.every(({ ids }) => ids.includes(last!)) || undefined;
    await eventually(complete, { what: 'every stream to have the last event', timeoutMs: 120_000 });
    await this.stop();
    const ids = this.publishers.flatMap((publisher) => publisher.ids);
    return [...ids, last!].sort(byPosition);
  }

  async stop(): Promise<void> {
    await this.requests?.stop();
    await Promise.all(this.publishers.map((publisher) => publisher.stop()));
    await Promise.all(this.clients.map((client) => client.stop()));
  }

  /** Expects that every stream has every event exactly once and in order, and got no gap. */
  async expectComplete(): Promise<void> {
    const ids = await this.finish();
    this.report(ids);
    expect(ids.length).toBeGreaterThan(50);
    const wrong = this.clients.filter((client) => client.ids.join() !== ids.join());
    expect(wrong.map((client) => ({ ...difference(client.ids, ids), seen: client.ids.length }))).toEqual([]);
    expect(this.clients.flatMap(({ gaps }) => gaps)).toEqual([]);
  }

  /** Reports what others noticed of the fault, where each stream should have `expected`. */
  report(expected: readonly string[]): void {
    if (this.fault === undefined) throw new Error('nothing was broken');
    const silences = this.clients.map(({ silence }) => silence);
    report({
      fault: this.fault,
      ...outcome(this.clients, expected),
      secondsUntilLive: untilLiveMs(silences, this.brokenAt) / 1_000,
      darkestSeconds: this.darkestMs / 1_000,
      shortRequests: this.requests?.sent,
      refused: this.requests?.failed,
    });
  }

  private publishLast(): Promise<string[]> {
    const last = event({ module: 'load', event_id: randomUUID() });
    return eventually(
      async () => {
        try {
          return await this.deployment.api.publish(last);
        } catch {
          return undefined;
        }
      },
      { what: 'the last event to be accepted' },
    );
  }
}

export function numberOf(id: string): number {
  return parsePosition(id)?.n ?? NaN;
}

/** Of one log; those of a log that took its place come later. */
function byPosition(a: string, b: string): number {
  const [one, other] = [parsePosition(a)!, parsePosition(b)!];
  return one.ms - other.ms || one.n - other.n;
}
