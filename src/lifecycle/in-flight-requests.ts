import { setImmediate, setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type RequestStep } from '../http/request-step.js';

/** Once no request has arrived for so long, what clients had sent has most likely been read, ms. */
const QUIET_MS = 100;
const POLL_MS = 10;
/** Turns of the event loop in which a waiting connection is accepted and its request read. */
const TURNS = 4;

/** Counts requests under way, so that a shutdown can let them finish. */
@Injectable()
export class InFlightRequests {
  private open = 0;
  private arrivals = 0;

  readonly arrived: RequestStep = () => {
    this.open++;
    this.arrivals++;
  };

  readonly departed: RequestStep = () => {
    this.open--;
  };

  /** Resolves when none has arrived for a moment, or after `ms`: one may have been sent that was not read yet. */
  async quiet(ms: number): Promise<void> {
    const deadline = performance.now() + ms;
    let before: number;
    do {
      before = this.arrivals;
      await setTimeout(Math.min(QUIET_MS, ms));
      // A process that had to wait for a core runs its timers before it looks at its sockets.
      for (let turn = 0; turn < TURNS; turn++) await setImmediate();
    } while (this.arrivals > before && performance.now() < deadline);
  }

  /** Resolves when none is left, or after `ms`. */
  async finished(ms: number): Promise<void> {
    const deadline = performance.now() + ms;
    while (this.open > 0 && performance.now() < deadline) await setTimeout(POLL_MS);
  }
}
