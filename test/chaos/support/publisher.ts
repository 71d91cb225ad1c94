import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Api, event } from '../../support/api.js';
import { SCALE } from './scale.js';
import { untilAccepted } from './until-accepted.js';

const BATCH = 5;

/** Publishes at one instance until it is stopped. Events that may not be published are sent again with the same ids. */
export class Publisher {
  /** The ids of the published events, in the order in which they were accepted. */
  readonly ids: string[] = [];
  private stopped = false;
  private running: Promise<void> | undefined;

  /** @param apis the instances to try in turn: its own first, then the others */
  constructor(private readonly apis: readonly Api[]) {}

  start(): void {
    this.running = this.publish();
  }

  /** Ends after the current batch has been accepted. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async publish(): Promise<void> {
    while (!this.stopped) {
      const batch = Array.from({ length: BATCH }, () => event({ module: 'load', event_id: randomUUID() }));
      this.ids.push(...(await untilAccepted(this.apis, batch)));
      await delay(SCALE.publishPauseMs);
    }
  }
}
