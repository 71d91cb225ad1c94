import { decodeItem } from './decode-item.js';
import { type FollowOptions } from './follow-options.js';
import { Interruption } from './interruption.js';
import { openStream } from './open-stream.js';
import { parsePosition } from './position.js';
import { RefusedError } from './refused-error.js';
import { SeenPositions } from './seen-positions.js';
import { SilenceWatch } from './silence-watch.js';
import { type Wait } from './sleep.js';
import { type SseMessage, SseParser } from './sse-parser.js';
import { type StreamItem } from './stream-item.js';
import { ReusableToken } from './reusable-token.js';

/** After this many heartbeats without a byte a connection is ended. */
const SILENT_HEARTBEATS = 2.5;
/** The same, after the page woke up: its connection has probably broken without a sign. The next heartbeat may be a little late. */
const WAKING_HEARTBEATS = 1.25;

/** A service sends the first bytes of a stream at once. Without them for so long, something keeps them back, ms. */
const FIRST_BYTE_MS = 5_000;

/** What to follow, with what the client sets itself. */
export interface LinkOptions extends FollowOptions {
  /** Delivers all that the service sends after a gap, also what was delivered before it. */
  readonly replays?: boolean;
}

/** Connects to the stream, and keeps from one connection to the next: the position, the unspent token, the delivered positions. */
export class StreamLink {
  /** Whether the service has ever delivered a message. Then the address is right, and a refusal by another server is temporary. */
  established = false;
  #position: string;
  /** An id that is no position, by which the service recognises that this client came before. It holds for one attempt. */
  #marker = '';
  #refusedTokens = 0;
  /** Whether a stream was asked for, of which nothing has arrived. */
  #nothingYet = false;
  readonly #token: ReusableToken;
  readonly #seen: SeenPositions;

  constructor(private readonly options: LinkOptions) {
    this.#seen = new SeenPositions(options.replays ? 0 : undefined);
    this.#position = options.lastEventId ?? '';
    this.#seen.moveTo(this.#position);
    this.#token = new ReusableToken(options);
  }

  /** All events up to here are delivered; empty before the first. */
  get position(): string {
    return this.#position;
  }

  /** Records that all events up to `position` are delivered, and that the service is there. */
  moveTo(position: string): void {
    this.#seen.moveTo(position);
    this.#position = position;
    this.established = true;
  }

  /** Records that `item` is delivered, by the stream or in another way. Returns false for an event that was delivered before. */
  accept(item: StreamItem): boolean {
    if (item.kind === 'event' && !this.#seen.accept(item.position, item.event)) return false;
    if (item.kind === 'gap') this.#seen.gap();
    if (item.kind === 'snapshot') this.#seen.snapshot(item.events);
    if (item.kind === 'snapshot' || item.kind === 'heartbeat') this.#seen.moveTo(item.position);
    this.#position = item.position;
    return true;
  }

  /**
   * Opens one connection and yields its items. Ends by throwing, unless the service says with 204 that nothing more will come.
   * @param wait its `arrived` is called when the first bytes have arrived; they are read when it resolves
   * @throws Interruption, RefusedError
   */
  async *connect(wait: Wait & { arrived?(): Promise<void> }): AsyncGenerator<StreamItem, void, undefined> {
    const { heartbeatMs = 8_000 } = this.options;
    const watch = new SilenceWatch(SILENT_HEARTBEATS * heartbeatMs, wait.signal);
    wait.onWake = () => watch.hurry(WAKING_HEARTBEATS * heartbeatMs);
    this.#nothingYet = false;
    try {
      const body = await this.#open(watch);
      if (body !== undefined) yield* this.#read(body.getReader(), watch, wait.arrived?.bind(wait));
    } catch (error) {
      // The service may have redeemed it.
      if (watch.signal.aborted) this.#token.drop();
      throw watch.silent
        ? new Interruption(this.#nothingYet ? 'buffered' : 'silent', undefined, { cause: error })
        : error;
    } finally {
      watch.close();
    }
  }

  async #open(watch: SilenceWatch): Promise<ReadableStream<Uint8Array> | undefined> {
    const { baseUrl, filter, snapshot, fetch } = this.options;
    const { signal } = watch;
    const marker = this.#marker;
    this.#marker = '';
    const token = await watch.within(this.#token.take(signal));
    watch.heard();
    this.#nothingYet = true;
    try {
      return await watch.within(
        openStream({ baseUrl, token, lastEventId: this.#position, marker, filter, snapshot, signal, fetch }),
        this.#firstByteMs,
      );
    } catch (error) {
      const reason = error instanceof Interruption ? error.reason : undefined;
      if (reason !== undefined && reason !== 'status') this.#token.drop();
      if (reason === 'token') this.#countRefusedToken(error as Interruption);
      throw error;
    } finally {
      watch.heard();
    }
  }

  /** Without a credential there is nothing better to do than to wait as long as for any byte. */
  get #firstByteMs(): number | undefined {
    return this.options.credential === undefined ? undefined : FIRST_BYTE_MS;
  }

  #countRefusedToken({ problem }: Interruption): void {
    this.#refusedTokens += 1;
    if (this.#refusedTokens < (this.options.maxRefusedTokens ?? 5) || problem === undefined) return;
    throw new RefusedError('stream', 'credential', problem);
  }

  async *#read(
    reader: ReadableStreamDefaultReader<Uint8Array>,
    watch: SilenceWatch,
    arrived?: () => Promise<void>,
  ): AsyncGenerator<StreamItem, never, undefined> {
    let bytes = await this.#nextBytes(reader, watch);
    await arrived?.();
    const begun = this.#position;
    const parser = new SseParser({ lastEventId: begun });
    let delivered = false;
    for (;;) {
      for (const message of messagesIn(parser, bytes)) {
        delivered = true;
        watch.heard();
        this.#messageArrived();
        const item = this.#take(message);
        if (item !== undefined) yield item;
        if (item?.kind === 'goodbye') throw new Interruption('goodbye', item.retryMs ?? parser.retryMs);
      }
      // A message without data is no item, but its id counts too. What the caller began with is no id of the service.
      const id = parser.lastEventId;
      const isPosition = id === '' || parsePosition(id) !== undefined;
      if (isPosition) this.#position = id;
      this.#marker = isPosition || id === begun ? '' : id;
      bytes = await this.#nextBytes(reader, watch, parser.retryMs, delivered);
    }
  }

  async #nextBytes(
    reader: ReadableStreamDefaultReader<Uint8Array>,
    watch: SilenceWatch,
    retryMs?: number,
    delivered = false,
  ): Promise<Uint8Array> {
    const read = await watch
      .within(reader.read(), this.#nothingYet ? this.#firstByteMs : undefined)
      .catch((cause: unknown) => {
        this.#token.drop();
        throw new Interruption('cut', retryMs, { cause });
      });
    this.#nothingYet = false;
    if (!read.done) {
      watch.received(read.value.length);
      return read.value;
    }
    throw new Interruption(delivered ? 'ended' : 'soft_refusal', retryMs);
  }

  #messageArrived(): void {
    this.established = true;
    this.#refusedTokens = 0;
    this.#token.drop();
  }

  #take(message: SseMessage): StreamItem | undefined {
    const { lastEventId: id } = message;
    const item = decodeItem(parsePosition(id) ? message : { ...message, lastEventId: this.#position });
    return this.accept(item) ? item : undefined;
  }
}

function messagesIn(parser: SseParser, bytes: Uint8Array): SseMessage[] {
  try {
    return parser.push(bytes);
  } catch (cause) {
    throw new Interruption('protocol', parser.retryMs, { cause });
  }
}
