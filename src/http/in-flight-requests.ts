import { Injectable } from '@nestjs/common';
import { type ArrivalStep } from './arrival.js';

/** Knows how many requests are being answered, so that a shutdown can let them finish. */
@Injectable()
export class InFlightRequests {
  private open = 0;
  private waiting: (() => void)[] = [];

  readonly count: ArrivalStep = (_, response) => {
    this.open++;
    response.once('close', this.closed);
  };

  /** Resolves when none is left, or after `ms`. */
  finished(ms: number): Promise<void> {
    if (this.open === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  private readonly closed = (): void => {
    this.open--;
    if (this.open > 0) return;
    for (const resolve of this.waiting) resolve();
    this.waiting = [];
  };
}
