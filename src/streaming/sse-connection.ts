import { type Socket } from 'node:net';
import { type Position } from '../event-log/position.js';
import { Backlog } from './backlog.js';
import { type Holder, type MemoryBudget } from './memory-budget.js';
import { type GoodbyeReason, goodbyeFrame } from './sse-frame.js';
import { type StreamFilter } from './stream-filter.js';
import { newStreamId } from './stream-id.js';

/** How long a stream that was told goodbye may take to read what is left, in ms. */
const FAREWELL_MS = 5_000;
/** When a client that did not keep up is asked to come back. */
const SLOW_RETRY_MS = 1_000;

/** Why a stream is over: the service ended it, the client went, or the log failed while it was being opened. */
export type EndReason = GoodbyeReason | 'client' | 'error';

/** Where a stream was asked for, and how often it was resumed before. */
export interface StreamOrigin {
  readonly address: string;
  readonly resumes: number;
  /** First 12 hex digits of the digest of the token that opened it; undefined where a credential did. */
  readonly tokenId?: string | undefined;
  readonly correlationId?: string | undefined;
}

/** What all streams have in common. */
export interface ConnectionLimits {
  /** Bytes that may wait behind what the socket of one has when more is to be written. */
  readonly bufferBytes: number;
  /** For what waits for all of them. */
  readonly budget: MemoryBudget;
}

/**
 * One open stream: a socket that takes whole frames, and a bound on what it may leave waiting. What the socket does not
 * take at once waits here and not in the socket, which would make an error of every piece of it when it is destroyed.
 */
export class SseConnection implements Holder {
  /** Whether it has all events of the hub. New events are then written to it at once. */
  live = false;
  /** Up to where this stream has everything while it is not live; undefined until that is known. */
  position: Position | undefined;
  readonly openedAt = performance.now();
  readonly id = newStreamId();
  /** When it was last written to, monotonic ms. */
  writtenAt = this.openedAt;
  private backlog: Backlog | undefined;
  private endReason: EndReason | undefined;
  private endedAt = 0;

  constructor(
    private readonly socket: Socket,
    readonly filter: StreamFilter,
    readonly principal: string,
    /** Monotonic ms at which its life is over. */
    private readonly endsAt: number,
    private readonly limits: ConnectionLimits,
    readonly origin: StreamOrigin = { address: '', resumes: 0 },
  ) {}

  /** Whether it has ended: nothing can be written any more. */
  get over(): boolean {
    return this.endReason !== undefined || this.socket.destroyed;
  }

  /** Why it ended; `client` if nobody here ended it. */
  get reason(): EndReason {
    return this.endReason ?? 'client';
  }

  /** Bytes that may wait behind what the socket has when more is to be written. */
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

  onClose(listener: () => void): void {
    this.socket.once('close', listener);
  }

  /**
   * Queues whole frames. If more than the bound waits already, behind what the socket has, nothing more is taken and the
   * stream ends. The socket has one batch at most beyond what it takes at once, which may be larger than the bound.
   */
  write(frames: Buffer | string, now: number): void {
    if (this.endReason !== undefined) return;
    this.writtenAt = now;
    if (this.backlog) this.hold(this.backlog, frames);
    else if (!this.give(frames)) this.wait(frames);
  }

  /** Queues several buffers of whole frames as one. */
  writeAll(frames: readonly Buffer[]): void {
    this.together(() => {
      const now = performance.now();
      for (const bytes of frames) this.write(bytes, now);
    });
  }

  /** Whatever is written by `write` goes out in as few packets as it can. */
  together(write: () => void): void {
    this.socket.cork();
    write();
    this.socket.uncork();
  }

  /** Resolves when the kernel has taken what was written, or the stream is over. */
  async drained(): Promise<void> {
    while (!this.over && this.congested) await this.nextDrain();
  }

  /** Says goodbye and closes; the client comes back after `retryMs`. */
  end(reason: GoodbyeReason, retryMs: number): void {
    this.close(reason, goodbyeFrame(reason, retryMs));
  }

  /** Closes without a goodbye, as a lost connection would: the client comes back by itself. */
  abandon(): void {
    this.close('error', '');
  }

  destroy(): void {
    this.endReason ??= 'shutdown';
    this.socket.destroy();
  }

  /** Ends it with a reset, so that nothing that waits for it is kept any longer. */
  cut(): void {
    this.endReason ??= 'slow_consumer';
    this.backlog?.close();
    this.socket.resetAndDestroy();
  }

  /** Ends what has lived its life and destroys what does not go. Called now and then. */
  expire(now: number, retryMs: () => number): void {
    if (this.endReason !== undefined) {
      // A reset, so that the kernel frees what nobody will read.
      if (now - this.endedAt > FAREWELL_MS) this.socket.resetAndDestroy();
    } else if (now >= this.endsAt) this.end('max_life', retryMs());
  }

  /** Returns whether the socket takes more: it holds nothing, or less than its high-water mark. */
  private give(frames: Buffer | string): boolean {
    return this.socket.write(frames) || this.socket.writableLength === 0;
  }

  /** The socket keeps `frames`, the last it was given, until the kernel takes them. */
  private wait(frames: Buffer | string): void {
    const { socket } = this;
    const backlog = (this.backlog = new Backlog(this.limits.budget, this));
    backlog.begin(toBuffer(frames));
    const done = () => {
      socket.off('drain', drained).off('close', done);
      backlog.close();
      this.backlog = undefined;
    };
    const drained = () => {
      this.writtenAt = performance.now();
      if (!backlog.feed((more) => this.give(more))) done();
    };
    socket.on('drain', drained).on('close', done);
  }

  private hold(backlog: Backlog, frames: Buffer | string): void {
    if (backlog.bytes > this.bound) this.end('slow_consumer', SLOW_RETRY_MS);
    else backlog.push(toBuffer(frames));
  }

  private nextDrain(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.socket.off('drain', done).off('close', done);
        resolve();
      };
      this.socket.once('drain', done).once('close', done);
    });
  }

  private close(reason: EndReason, lastWords: string): void {
    if (this.endReason !== undefined) return;
    this.endReason = reason;
    this.endedAt = performance.now();
    // A client that did not keep up gets what it missed when it is back, one that was revoked never; the others get it now.
    if (reason === 'slow_consumer' || reason === 'revoked') this.backlog?.dropWaiting();
    else this.backlog?.feedAll((frames) => this.socket.write(frames));
    this.socket.end(lastWords);
  }
}

function toBuffer(frames: Buffer | string): Buffer {
  return typeof frames === 'string' ? Buffer.from(frames) : frames;
}
