import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type RequestStep } from './request-step.js';

/** What a client has sent is read within this, even if the process is busy, ms. */
const QUIET_MS = 100;

/** Knows how many requests are being answered, so that a shutdown can let them finish. */
@Injectable()
export class InFlightRequests {
  private open = 0;
  private total = 0;

  readonly arrived: RequestStep = () => {
    this.open++;
    this.total++;
  };

  readonly departed: RequestStep = () => {
    this.open--;
  };

  /**
   * Resolves when none is left and none has come for a moment, or after `ms`. A request may have been sent that was not
   * read yet.
   */
  async finished(ms: number): Promise<void> {
    const deadline = performance.now() + ms;
    let before: number;
    do {
      before = this.total;
      await setTimeout(Math.min(QUIET_MS, Math.max(0, deadline - performance.now())));
    } while ((this.open > 0 || this.total > before) && performance.now() < deadline);
  }
}
