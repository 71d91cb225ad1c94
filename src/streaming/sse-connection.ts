import { type Socket } from 'node:net';
import { type Position } from '../event-log/position.js';
import { type GoodbyeReason, goodbyeFrame } from './sse-frame.js';
import { type StreamFilter } from './stream-filter.js';

/** How long a stream that was told goodbye may take to read what is left, in ms. */
const FAREWELL_MS = 5_000;
/** When a client that did not keep up is asked to come back. */
const SLOW_RETRY_MS = 1_000;

/** Why a stream is over: the service ended it, the client went, or the log failed while it was being opened. */
export type EndReason = GoodbyeReason | 'client' | 'error';

export interface ConnectionLimits {
  /** Bytes that may wait in this process when more is to be written. */
  readonly bufferBytes: number;
  /** Monotonic ms at which its life is over. */
  readonly endsAt: number;
}

/** One open stream: a socket that takes whole frames, and a bound on what it may leave waiting. */
export class SseConnection {
  /** It has everything that the hub has, and gets what comes. */
  live = false;
  /** Up to where this stream has everything while it is not live; undefined until that is known. */
  position: Position | undefined;
  readonly openedAt = performance.now();
  /** When it was last written to, monotonic ms. */
  writtenAt = performance.now();
  private endReason: EndReason | undefined;
  private endedAt = 0;

  constructor(
    private readonly socket: Socket,
    readonly filter: StreamFilter,
    private readonly limits: ConnectionLimits,
  ) {}

  /** Nothing can be written any more. */
  get over(): boolean {
    return this.endReason !== undefined || this.socket.destroyed;
  }

  /** Why it ended; `client` if nobody here ended it. */
  get reason(): EndReason {
    return this.endReason ?? 'client';
  }

  get waitingBytes(): number {
    return this.socket.writableLength;
  }

  onClose(listener: () => void): void {
    this.socket.once('close', listener);
  }

  /** Queues whole frames. If what waits is past the bound already, nothing more is taken and the stream ends. */
  write(frames: Buffer | string, now: number): void {
    if (this.endReason !== undefined) return;
    if (this.socket.writableLength > this.limits.bufferBytes) return this.end('slow_consumer', SLOW_RETRY_MS);
    this.socket.write(frames);
    this.writtenAt = now;
  }

  /** Queues several buffers of whole frames as one. */
  writeAll(frames: readonly Buffer[]): void {
    this.socket.cork();
    for (const [index, bytes] of frames.entries()) {
      if (index === 0) this.write(bytes, performance.now());
      else if (!this.over) this.socket.write(bytes);
    }
    this.socket.uncork();
  }

  /** Resolves when the kernel has taken what was written, or the stream is over. */
  drained(): Promise<void> {
    if (!this.socket.writableNeedDrain || this.socket.destroyed) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        this.socket.off('drain', done).off('close', done);
        resolve();
      };
      this.socket.once('drain', done).once('close', done);
    });
  }

  /** Says goodbye and closes; the client comes back after `retryMs`. */
  end(reason: GoodbyeReason, retryMs: number): void {
    this.close(reason, goodbyeFrame(reason, retryMs));
  }

  /** Closes without a word, as a lost connection would: the client comes back by itself. */
  abandon(): void {
    this.close('error', '');
  }

  destroy(): void {
    this.endReason ??= 'shutdown';
    this.socket.destroy();
  }

  /** Ends what has lived its life and destroys what does not go. Called now and then. */
  expire(now: number, retryMs: () => number): void {
    if (this.endReason !== undefined) {
      if (now - this.endedAt > FAREWELL_MS) this.socket.destroy();
    } else if (now >= this.limits.endsAt) this.end('max_life', retryMs());
  }

  private close(reason: EndReason, lastWords: string): void {
    if (this.endReason !== undefined) return;
    this.endReason = reason;
    this.endedAt = performance.now();
    this.socket.end(lastWords);
  }
}
