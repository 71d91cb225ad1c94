import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../cluster/eventually.js';
import { Api, event } from '../support/api.js';
import { SseReader } from '../support/sse-reader.js';
import { type Secrets } from './secrets.js';
import { TOKEN_TTL_SECONDS } from './subject.js';

/** Between two rounds, ms. */
const ROUND_MS = 50;
/** Tokens kept ready for the others to use. */
const TOKENS = 30;
const MODULE = 'witness';

/** A well-behaved client beside the malformed requests: publishes, reads, has tokens issued, opens streams, and records failures. */
export class Witness {
  readonly faults: string[] = [];
  private published = 0;
  private stopping = false;
  private readonly working: Promise<void>;

  private constructor(
    private readonly api: Api,
    private readonly secrets: Secrets,
    private readonly stream: SseReader,
  ) {
    this.working = this.work();
  }

  static async start({ baseUrl, secrets }: { readonly baseUrl: string; readonly secrets: Secrets }): Promise<Witness> {
    const api = new Api(baseUrl, secrets.operator);
    const url = `${baseUrl}/operator/api/events/stream?snapshot=0&module=${MODULE}`;
    const stream = await SseReader.open(url, { headers: api.headers });
    await stream.first('snapshot');
    return new Witness(api, secrets, stream);
  }

  /** Waits for the last event; what was wrong is in `faults`. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.working;
    await this.stream.receive(this.published).catch((error: unknown) => this.faults.push(String(error).slice(0, 300)));
    this.stream.close();
    const numbers = this.stream.events.map(({ summary }) => Number(summary));
    const wrong = numbers.findIndex((number, index) => number !== index);
    if (wrong >= 0) this.faults.push(`the good stream got ${numbers[wrong]} where ${wrong} was due`);
    if (this.stream.framesOf('gap').length > 0) this.faults.push('the good stream was told of a gap');
  }

  private async work(): Promise<void> {
    while (!this.stopping) {
      await this.round().catch((error: unknown) => this.faults.push(`a good request failed: ${String(error)}`));
      if (this.stream.ended) this.faults.push(`the good stream ended: ${this.stream.body.slice(-200)}`);
      await sleep(ROUND_MS);
    }
  }

  private async round(): Promise<void> {
    const [position] = await this.api.publish(event({ module: MODULE, summary: String(this.published) }));
    this.published++;
    this.secrets.position = position ?? '';
    while (this.secrets.tokens < TOKENS) this.secrets.addToken(await this.api.token());
    await this.openStream();
    const { status, body } = await this.api.call('GET', `/operator/api/events?limit=1&module=${MODULE}`);
    if (status !== 200 || !Array.isArray(body.events)) throw new Error(`the history responded with ${status}`);
  }

  /** A service that is busy may ask to come later. */
  private async openStream(): Promise<void> {
    await eventually(() => this.tryStream(), { what: 'a stream to be opened', everyMs: 500 });
  }

  private async tryStream(): Promise<true | undefined> {
    const askedAt = performance.now();
    const stream = await SseReader.open(this.api.streamUrl(await this.api.token(), 'snapshot=1'));
    try {
      const age = performance.now() - askedAt;
      // On a machine that is busy enough a token expires on its way.
      if (stream.status === 403 && age > TOKEN_TTL_SECONDS * 1_000) return undefined;
      if (stream.status !== 200)
        throw new Error(`a stream responded with ${stream.status} after ${Math.round(age)} ms`);
      if (stream.refusedSoftly) return undefined;
      await stream.first('snapshot');
      return true;
    } finally {
      stream.close();
    }
  }
}
