import { Injectable } from '@nestjs/common';
import { type NextFunction, type Request, type Response } from 'express';

/** Knows how many requests are being answered, so that a shutdown can let them finish. */
@Injectable()
export class InFlightRequests {
  private open = 0;
  private waiting: (() => void)[] = [];

  /** Express middleware. */
  readonly count = (_: Request, response: Response, next: NextFunction): void => {
    this.open++;
    response.once('close', () => this.closed());
    next();
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

  private closed(): void {
    this.open--;
    if (this.open > 0) return;
    for (const resolve of this.waiting) resolve();
    this.waiting = [];
  }
}
