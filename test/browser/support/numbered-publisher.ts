import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { untilAccepted } from '../../chaos/support/until-accepted.js';
import { type Api, event } from '../../support/api.js';

const PAUSE_MS = 80;

/** An event that was accepted: its id, and when, ms of the unix epoch. */
export interface Published {
  readonly id: string;
  readonly at: number;
}

/** Publishes about thirty events a second unless told otherwise, one after the other, with their numbers as summaries: 1, 2, 3 and so on. */
export class NumberedPublisher {
  /** Event n is at n - 1. */
  readonly published: Published[] = [];
  /** How many are published together. */
  batch = 3;
  private stopped = false;
  private running: Promise<void> = Promise.resolve();

  /** @param apis where to publish; the next one is tried where one does not accept */
  constructor(private readonly apis: readonly Api[]) {}

  get count(): number {
    return this.published.length;
  }

  start(): void {
    this.running = this.publish();
  }

  /** Ends after the current events have been accepted. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async publish(): Promise<void> {
    while (!this.stopped) {
      const batch = Array.from({ length: this.batch }, (_, index) =>
        event({ module: 'proof', summary: String(this.count + index + 1), event_id: randomUUID() }),
      );
      const ids = await untilAccepted(this.apis, batch);
      this.published.push(...ids.map((id) => ({ id, at: Date.now() })));
      await delay(PAUSE_MS);
    }
  }
}
