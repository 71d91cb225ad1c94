import { setTimeout as delay } from 'node:timers/promises';
import { type Api } from '../../support/api.js';
import { type Frame, SseReader } from '../../support/sse-reader.js';

/** What a `gap` frame told. */
export interface Gap {
  readonly reason: string;
  readonly missed_from: string;
  readonly resumed_at: string;
}

/**
 * A page as its user has it open: asks for a token, opens the stream, and when that is over comes back with its last id; with
 * the same token if that was not spent, else with a new one.
 */
export class FollowingClient {
  /** Ids of the published events, in the order in which they came. */
  readonly ids: string[] = [];
  readonly gaps: Gap[] = [];
  /** How often a stream was opened; how often one was asked to come back; how often a token turned out to be spent. */
  opened = 0;
  softRefusals = 0;
  spentTokens = 0;
  /** The longest time between two frames, reconnects included. */
  longestSilenceMs = 0;
  private heardAt = performance.now();
  private lastId: string | undefined;
  private stopped = false;
  private current: SseReader | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly api: Api,
    private readonly query = 'snapshot=0&module=load',
    /** It waits as told before it comes back, but no longer than this, so that tests end. */
    private readonly retryMaxMs = 500,
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

  /** Cuts the connection, as a network would. */
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
        // Nobody answered, or not with a token: a page would try again, too.
        await delay(50);
      }
    }
  }

  /** Reads one stream to its end. Answers whether the token is spent. */
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
    const told = Math.min(reader.retryMs ?? 3_000, this.retryMaxMs);
    await delay(this.retryMaxMs === Infinity ? told : told * Math.random());
    return taken > 0 || reader.status !== 200;
  }

  private take({ event, id, data }: Frame, first: boolean): void {
    if (first) this.opened++;
    this.longestSilenceMs = Math.max(this.longestSilenceMs, performance.now() - this.heardAt);
    this.heardAt = performance.now();
    if (event === 'message' && id !== undefined) this.ids.push(id);
    if (event === 'gap') this.gaps.push(JSON.parse(data) as Gap);
    if (id !== undefined) this.lastId = id;
  }
}
