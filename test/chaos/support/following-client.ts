import { setTimeout as delay } from 'node:timers/promises';
import { parsePosition } from '../../../src/event-log/position.js';
import { type Api } from '../../support/api.js';
import { type Frame, SseReader } from '../../support/sse-reader.js';
import { Silence } from './silence.js';

/** The longest wait of a client that got no token, ms; the shortest is half of it. */
const TOKEN_RETRY_MS = 1_000;

/** The content of a `gap` frame. */
export interface Gap {
  readonly reason: string;
  readonly missed_from: string;
  readonly resumed_at: string;
}

/**
 * A client that behaves as a page does: it has a token issued, opens the stream, and reconnects with its last id when the stream
 * ends; with the same token if that is unspent, else with a new one. It waits as long as `retry:` asks, as browsers do.
 */
export class FollowingClient {
  /** Ids of the published events, in the order in which they came. */
  readonly ids: string[] = [];
  readonly gaps: Gap[] = [];
  /** How often a stream was opened; how often one was asked to come back; how often a token turned out to be spent. */
  opened = 0;
  softRefusals = 0;
  spentTokens = 0;
  readonly silence = new Silence();
  private lastId: string | undefined;
  private stopped = false;
  private current: SseReader | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly api: Api,
    private readonly query = 'snapshot=0&module=load',
  ) {}

  /** Starts following; resolves once the first stream is live. */
  async start(): Promise<void> {
    this.running = this.follow();
    while (this.opened === 0 && !this.stopped) await delay(5);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.current?.close();
    await this.running;
  }

  /** Cuts the connection, as a network fault does. */
  cut(): void {
    this.current?.close();
  }

  private async follow(): Promise<void> {
    let token: string | undefined;
    while (!this.stopped) {
      try {
        token ??= await this.api.token();
        token = (await this.read(token)) ? undefined : token;
      } catch {
        // There was no response, or none with a token. A page would try again too.
        await delay(TOKEN_RETRY_MS * (0.5 + Math.random() / 2));
      }
    }
  }

  /** Reads one stream to its end. Returns whether the token is spent. */
  private async read(token: string): Promise<boolean> {
    const headers: Record<string, string> = this.lastId === undefined ? {} : { 'Last-Event-ID': this.lastId };
    const reader = await SseReader.open(this.api.streamUrl(token, this.query), { headers });
    this.current = reader;
    if (this.stopped) reader.close();
    let taken = 0;
    const take = () => {
      for (; taken < reader.frames.length; taken++) this.take(reader.frames[taken]!, taken === 0);
      return reader.ended;
    };
    await reader.until(take, 'the end of a stream', 3_600_000);
    if (reader.status === 403) this.spentTokens++;
    else if (taken === 0) this.softRefusals++;
    if (!this.stopped) await delay(reader.retryMs ?? 3_000);
    return taken > 0 || reader.status !== 200;
  }

  private take({ event, id, data }: Frame, first: boolean): void {
    if (first) this.opened++;
    this.silence.broken(event === 'message' && id !== undefined ? parsePosition(id)?.ms : undefined);
    if (event === 'message' && id !== undefined) this.ids.push(id);
    if (event === 'gap') this.gaps.push(JSON.parse(data) as Gap);
    if (id !== undefined) this.lastId = id;
  }
}
