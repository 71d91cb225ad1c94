import { setTimeout as delay } from 'node:timers/promises';
import { type Api, event } from '../../support/api.js';

const EVENTS = '/operator/api/events';
const PAUSE_MS = 100;

interface Tally {
  sent: number;
  /** How many got no response, or another one than expected. */
  failed: number;
  slowestMs: number;
}

/** Sends the requests of services and pages beside streams: publishing, tokens, histories and health, each ten times a second. */
export class ShortRequests {
  readonly tallies: Record<string, Tally> = {};
  private stopped = false;
  private readonly running: Promise<unknown>;

  private constructor(api: Api) {
    const kinds: Record<string, () => Promise<boolean>> = {
      publish: async () => (await api.call('POST', EVENTS, { events: [event({ module: 'short' })] })).status === 202,
      token: async () => (await api.token()).length > 0,
      history: async () => (await api.call('GET', `${EVENTS}?limit=10`)).status === 200,
      health: async () => (await api.call('GET', '/health')).status === 200,
    };
    this.running = Promise.all(Object.entries(kinds).map(([kind, ask]) => this.ask(kind, ask)));
  }

  static start(api: Api): ShortRequests {
    return new ShortRequests(api);
  }

  get sent(): number {
    return Object.values(this.tallies).reduce((sum, { sent }) => sum + sent, 0);
  }

  get failed(): number {
    return Object.values(this.tallies).reduce((sum, { failed }) => sum + failed, 0);
  }

  /** Ends when the last request has its response. */
  async stop(): Promise<Record<string, Tally>> {
    this.stopped = true;
    await this.running;
    return this.tallies;
  }

  /** Sends one request after the other on time, even if an earlier one is slow. */
  private async ask(kind: string, request: () => Promise<boolean>): Promise<void> {
    const tally: Tally = (this.tallies[kind] = { sent: 0, failed: 0, slowestMs: 0 });
    const pending: Promise<void>[] = [];
    while (!this.stopped) {
      pending.push(this.one(tally, request));
      await delay(PAUSE_MS);
    }
    await Promise.all(pending);
  }

  private async one(tally: Tally, request: () => Promise<boolean>): Promise<void> {
    const startedAt = performance.now();
    tally.sent++;
    if (!(await request().catch(() => false))) tally.failed++;
    tally.slowestMs = Math.max(tally.slowestMs, Math.round(performance.now() - startedAt));
  }
}
