import { type Socket } from 'node:net';
import { turns } from '../event-loop/turns.js';
import { type Position } from '../event-log/position.js';
import { Backlog } from './backlog.js';
import { type Holder, type MemoryBudget } from './memory-budget.js';
import { type GoodbyeReason, goodbyeFrame } from './sse-frame.js';
import { type StreamFilter } from './stream-filter.js';
import { newStreamId } from './stream-id.js';

/** How long a client may take to read what is left after the goodbye, ms. */
const GOODBYE_MS = 5_000;
/** Bytes that a stream which is behind gets in its turn, about. */
const FEED_BYTES = 65_536;
/** When a client that did not keep up should reconnect, ms. */
const SLOW_RETRY_MS = 1_000;

/** Why a stream ended: a reason of the service, `client` if the client closed it, `error` if the log could not be read. */
export type EndReason = GoodbyeReason | 'client' | 'error';

/** What is known of the request that opened a stream. */
export interface StreamOrigin {
  /** The client's address. */
  readonly address: string;
  /** 1 if the request had a `Last-Event-ID`, else 0. */
  readonly resumes: number;
  /** The id of the stream, if one was given to it before it was opened. */
  readonly id?: string | undefined;
  /** Whether the token was redeemed by an earlier request. */
  readonly resumed?: boolean | undefined;
  /** First 12 hex digits of the digest of the token that opened it; undefined where a credential did. */
  readonly tokenId?: string | undefined;
  readonly correlationId?: string | undefined;
}

/** Limits that are the same for all streams. */
export interface ConnectionLimits {
  /** Bytes that may wait in the backlog of one stream when more is to be written. */
  readonly bufferBytes: number;
  /** The memory for the bytes that wait for all streams. */
  readonly budget: MemoryBudget;
}

/**
 * One open stream: writes whole SSE frames to a socket and bounds the bytes that wait for it. Frames that the socket does not
 * take at once wait in a backlog, not in the socket: node creates an error for each waiting write of a destroyed socket.
 */
export class SseConnection implements Holder {
  /** Whether it has all events of the hub. New events are then written to it at once. */
  live = false;
  /** The last position that the stream has reached, while it is not live; undefined until that is known. */
  position: Position | undefined;
  readonly openedAt = performance.now();
  readonly id: string;
  /** When it was last written to, monotonic ms. */
  writtenAt = this.openedAt;
  private backlog: Backlog | undefined;
  private endReason: EndReason | undefined;
  private endedAt = 0;

  constructor(
    private readonly socket: Socket,
    readonly filter: StreamFilter,
    readonly principal: string,
    /** When the stream has reached its longest life, monotonic ms. */
    private readonly endsAt: number,
    private readonly limits: ConnectionLimits,
    readonly origin: StreamOrigin = { address: '', resumes: 0 },
  ) {
    this.id = origin.id ?? newStreamId();
  }

  /** Whether it has ended: nothing can be written any more. */
  get over(): boolean {
    return this.endReason !== undefined || this.socket.destroyed;
  }

  /** Why it ended; `client` if the service did not end it. */
  get reason(): EndReason {
    return this.endReason ?? 'client';
  }

  /** Bytes that may wait in the backlog when more is to be written. */
  get bound(): number {
    return this.limits.bufferBytes;
  }

  /** Bytes that wait in this process. */
  get waitingBytes(): number {
    return this.socket.writableLength + (this.backlog?.bytes ?? 0);
  }

  /** Whether the kernel has not yet taken all that was written. */
  get congested(): boolean {
    return this.backlog !== undefined;
  }

  get share(): number {
    return this.backlog?.share ?? 0;
  }

  /** Streams that are behind do not take the turns of their principal's requests. */
  private get turnKey(): string {
    return `stream ${this.principal}`;
  }

  onClose(listener: () => void): void {
    this.socket.once('close', listener);
  }

  /**
   * Writes whole frames at time `now` (monotonic ms). If more than the bound waits in the backlog already, it ends the stream
   * as slow instead. One batch may be larger than the bound, since the bound is checked before the write.
   */
  write(frames: Buffer | string, now: number): void {
    if (this.endReason !== undefined) return;
    this.writtenAt = now;
    if (this.backlog) this.hold(this.backlog, frames);
    else if (!this.give(frames)) this.wait(frames);
  }

  /** Writes several buffers of whole frames in as few packets as possible. */
  writeAll(frames: readonly Buffer[]): void {
    this.socket.cork();
    const now = performance.now();
    for (const bytes of frames) this.write(bytes, now);
    this.socket.uncork();
  }

  /** Resolves when the kernel has taken what was written, or the stream is over. */
  async drained(): Promise<void> {
    while (!this.over && this.backlog) await this.backlog.closed();
  }

  /** Resolves when it is the stream's turn to get more of what it missed; returns undefined if it is now. */
  turn(): Promise<void> | undefined {
    return turns.wait(this.turnKey);
  }

  /** Writes a goodbye and closes. The client reconnects after `retryMs`, unless it is revoked. */
  end(reason: GoodbyeReason, retryMs: number): void {
    this.close(reason, goodbyeFrame(reason, retryMs));
  }

  /** Closes without a goodbye. The client reconnects as after a lost connection. */
  abandon(): void {
    this.close('error', '');
  }

  /** Closes the socket at once; unread bytes are lost. */
  destroy(): void {
    this.endReason ??= 'shutdown';
    this.socket.destroy();
  }

  /** Resets the connection and frees all that waits for it. */
  cut(): void {
    this.endReason ??= 'slow_consumer';
    this.backlog?.close();
    this.socket.resetAndDestroy();
  }

  /** Ends the stream if its longest life is over; resets it if it ended before and its client does not read the rest. */
  expire(now: number, retryMs: () => number): void {
    if (this.endReason !== undefined) {
      // A reset, so that the kernel frees the unread bytes. That takes a while, and many streams may be due at once.
      if (now - this.endedAt > GOODBYE_MS) turns.later(this.turnKey, () => this.socket.resetAndDestroy());
    } else if (now >= this.endsAt) this.end('max_life', retryMs());
  }

  /** Writes to the socket. Returns whether it takes more: it holds nothing, or less than its high-water mark. */
  private give(frames: Buffer | string): boolean {
    return this.socket.write(frames) || this.socket.writableLength === 0;
  }

  /** Begins a backlog with `frames`, which the socket has and the kernel has not taken. */
  private wait(frames: Buffer | string): void {
    const { socket } = this;
    const backlog = (this.backlog = new Backlog(this.limits.budget, this));
    backlog.begin(toBuffer(frames));
    const done = () => {
      socket.off('drain', drained).off('close', done);
      this.backlog = undefined;
      backlog.close();
    };
    const feed = () => {
      if (this.backlog !== backlog || this.endReason !== undefined) return;
      this.writtenAt = performance.now();
      if (!backlog.feed((more) => this.give(more), FEED_BYTES)) return;
      if (backlog.bytes === 0) done();
      else turns.later(this.turnKey, feed);
    };
    // The kernel begins to take more of many streams at once. They take turns, or the live streams would wait for all of them.
    const drained = () => (turns.free ? feed() : turns.later(this.turnKey, feed));
    socket.on('drain', drained).on('close', done);
  }

  private hold(backlog: Backlog, frames: Buffer | string): void {
    if (backlog.bytes > this.bound) this.end('slow_consumer', SLOW_RETRY_MS);
    else backlog.push(toBuffer(frames));
  }

  private close(reason: EndReason, lastFrame: string): void {
    if (this.endReason !== undefined) return;
    this.endReason = reason;
    this.endedAt = performance.now();
    // A slow client gets the waiting events when it resumes, a revoked or superseded one never. The others get them now.
    if (reason === 'slow_consumer' || reason === 'revoked' || reason === 'superseded') this.backlog?.dropWaiting();
    else this.backlog?.feedAll((frames) => this.socket.write(frames));
    this.socket.end(lastFrame);
  }
}

function toBuffer(frames: Buffer | string): Buffer {
  return typeof frames === 'string' ? Buffer.from(frames) : frames;
}
