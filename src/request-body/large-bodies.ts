import { Injectable } from '@nestjs/common';
import { FairQueue } from '../collections/fair-queue.js';
import { type BodyShare } from './body-budget.js';

/** Larger bodies are handled in turn, since that takes milliseconds. */
export const LARGE_BYTES = 65_536;
/** The next large body begins while fewer bytes of large bodies are handled. */
const AT_ONCE_BYTES = 524_288;
/** How long a request may keep others from beginning, ms: it may wait for Redis. */
const LONGEST_MS = 250;

/**
 * Bounds the large bodies that an instance handles at once; principals take turns. Otherwise a few callers with bodies of a
 * megabyte would use the whole event loop, and events would reach the streams late.
 */
@Injectable()
export class LargeBodies {
  private readonly waiting = new FairQueue<() => void>();
  /** Bytes of the bodies that are handled now. */
  private handled = 0;

  /**
   * Waits until a body of `bytes` bytes may be handled. It counts as handled until `share` is released, at most 250 ms. A body of
   * 512 KiB and more counts for as long again, so that half of the event loop is left for other work.
   */
  async turn(principal: string, bytes: number, share: BodyShare): Promise<void> {
    if (this.waiting.empty && this.handled < AT_ONCE_BYTES) return this.begin(bytes, share);
    await new Promise<void>((resolve) => {
      this.waiting.push(principal, () => {
        this.begin(bytes, share);
        resolve();
      });
    });
  }

  private begin(bytes: number, share: BodyShare): void {
    const begunAt = performance.now();
    this.handled += bytes;
    let ended = false;
    const end = () => {
      if (ended) return;
      ended = true;
      clearTimeout(longest);
      this.end(bytes);
    };
    const longest = setTimeout(end, LONGEST_MS);
    share.whenReleased(() => {
      if (bytes < AT_ONCE_BYTES) end();
      else setTimeout(end, performance.now() - begunAt);
    });
  }

  private end(bytes: number): void {
    this.handled -= bytes;
    while (this.handled < AT_ONCE_BYTES && !this.waiting.empty) this.waiting.shift()?.();
  }
}
