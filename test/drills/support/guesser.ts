import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { newCredential } from '../../support/used-credentials.js';

const EVERY_MS = 500;

/** Somebody who tries one credential after the other, at an address of his own. */
export class Guesser {
  /** The statuses of the responses so far. */
  readonly statuses: number[] = [];
  private stopped = false;
  private readonly running: Promise<void>;

  private constructor(
    private readonly url: string,
    private readonly address: string,
  ) {
    this.running = this.run();
  }

  static start(baseUrl: string, address: string): Guesser {
    return new Guesser(`${baseUrl}/operator/api/events?limit=1`, address);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      this.statuses.push(await this.guess());
      await delay(EVERY_MS);
    }
  }

  private async guess(): Promise<number> {
    const headers = { 'X-VX11-Token': newCredential() };
    const asked = request(this.url, { headers, localAddress: this.address, agent: false });
    asked.end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'end');
    return response.statusCode!;
  }
}
