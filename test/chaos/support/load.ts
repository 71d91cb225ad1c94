import { randomUUID } from 'node:crypto';
import { eventually } from '../../../cluster/eventually.js';
import { parsePosition } from '../../../src/event-log/position.js';
import { type Deployment } from '../../support/deployment.js';
import { event } from '../../support/api.js';
import { FollowingClient } from './following-client.js';
import { Publisher } from './publisher.js';
import { SCALE } from './scale.js';

export interface LoadOptions {
  readonly streams?: number;
  /** Publishes through nginx, as services do, and not at each instance. */
  readonly throughNginx?: boolean;
  /** The longest a client waits before it comes back, whatever it is told. */
  readonly retryMaxMs?: number;
}

/** The load under which everything is broken: streams through nginx, and a publisher at every instance. */
export class Load {
  private constructor(
    private readonly deployment: Deployment,
    readonly clients: readonly FollowingClient[],
    private readonly publishers: readonly Publisher[],
  ) {}

  /** Opens the streams, then begins to publish. */
  static async start(deployment: Deployment, options: LoadOptions = {}): Promise<Load> {
    const { streams = SCALE.streams, throughNginx = false, retryMaxMs } = options;
    const clients = Array.from({ length: streams }, () => new FollowingClient(deployment.api, undefined, retryMaxMs));
    for (let from = 0; from < streams; from += 50) {
      await Promise.all(clients.slice(from, from + 50).map((client) => client.start()));
    }
    const apis = deployment.all.map((instance) => (throughNginx ? deployment.api : deployment.instances.api(instance)));
    const publishers = apis.map((_, index) => new Publisher([...apis.slice(index), ...apis.slice(0, index)]));
    for (const publisher of publishers) publisher.start();
    return new Load(deployment, clients, publishers);
  }

  /** Events accepted so far. */
  get published(): number {
    return this.publishers.reduce((sum, { ids }) => sum + ids.length, 0);
  }

  /** Waits until `count` more events have been accepted: the load is flowing. */
  async flows(count = 60): Promise<void> {
    const goal = this.published + count;
    await eventually(() => this.published >= goal || undefined, { what: 'the load to flow', timeoutMs: 120_000 });
  }

  /** Stops publishing, waits until every stream has a last event, and stops the streams. Answers all accepted ids. */
  async finish(): Promise<string[]> {
    await Promise.all(this.publishers.map((publisher) => publisher.stop()));
    const [last] = await this.publishLast();
    const complete = () => this.clients.every(({ ids }) => ids.includes(last!)) || undefined;
    await eventually(complete, { what: 'every stream to have the last event', timeoutMs: 120_000 });
    await this.stop();
    const ids = this.publishers.flatMap((publisher) => publisher.ids);
    return [...ids, last!].sort((a, b) => numberOf(a) - numberOf(b));
  }

  async stop(): Promise<void> {
    await Promise.all(this.publishers.map((publisher) => publisher.stop()));
    await Promise.all(this.clients.map((client) => client.stop()));
  }

  /** Every stream has every event exactly once, in order, and was told of no gap. */
  async expectComplete(): Promise<void> {
    const ids = await this.finish();
    expect(ids.length).toBeGreaterThan(50);
    const wrong = this.clients.filter((client) => client.ids.join() !== ids.join());
    expect(wrong.map((client) => difference(client.ids, ids))).toEqual([]);
    expect(this.clients.flatMap(({ gaps }) => gaps)).toEqual([]);
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
      { what: 'the last event to be accepted', timeoutMs: 60_000 },
    );
  }
}

export function numberOf(id: string): number {
  return parsePosition(id)?.n ?? NaN;
}

function difference(got: readonly string[], wanted: readonly string[]) {
  return {
    missing: wanted.filter((id) => !got.includes(id)),
    unexpected: got.filter((id) => !wanted.includes(id)),
    twice: got.filter((id, index) => got.indexOf(id) !== index),
    inOrder: got.every((id, index) => index === 0 || numberOf(got[index - 1]!) < numberOf(id)),
  };
}
