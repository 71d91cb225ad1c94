import { Injectable } from '@nestjs/common';
import { type RequestStep } from '../http/request-step.js';
import { Problem } from '../problems/problem.js';
import { BODIES_MAX_BYTES, BODIES_MAX_BYTES_PER_PRINCIPAL } from './body-limits.js';

declare module '../http/request-context.js' {
  interface RequestContext {
    /** What the body of the request takes of the budget; undefined before it is read. */
    bodyShare?: BodyShare;
  }
}

/**
 * The memory that bodies may take, from their first byte until their requests are answered. Counted as they grow: what
 * a client says it will send costs nothing.
 */
@Injectable()
export class BodyBudget {
  private all = 0;
  private readonly byPrincipal = new Map<string, number>();

  /** Gives back what the body of a request took, when its response is over. */
  readonly departed: RequestStep = ({ context }) => context.bodyShare?.release();

  open(principal: string): BodyShare {
    return new BodyShare(this, principal);
  }

  /** @throws Problem `rate_limited`, `overloaded` */
  refuse(principal: string, bytes: number): void {
    const quota = BODIES_MAX_BYTES_PER_PRINCIPAL;
    const limit = { policy: 'bodies', quota, unit: 'content-bytes' } as const;
    const soon = { retryAfterSeconds: 1 };
    if (this.of(principal) + bytes > quota) {
      throw new Problem('rate_limited', 'Too many bodies of this principal are being read at this instance.', {
        ...soon,
        limit,
      });
    }
    if (this.all + bytes > BODIES_MAX_BYTES) {
      throw new Problem('overloaded', 'This instance is reading as many bodies as it may.', soon);
    }
  }

  private of(principal: string): number {
    return this.byPrincipal.get(principal) ?? 0;
  }

  add(principal: string, bytes: number): void {
    this.all += bytes;
    const left = this.of(principal) + bytes;
    if (left > 0) this.byPrincipal.set(principal, left);
    else this.byPrincipal.delete(principal);
  }
}

/** What one body takes of the budget. */
export class BodyShare {
  private taken = 0;
  private released = false;
  private onRelease: (() => void) | undefined;

  constructor(
    private readonly budget: BodyBudget,
    private readonly principal: string,
  ) {}

  /** @throws Problem `rate_limited`, `overloaded` */
  take(bytes: number): void {
    if (!this.released) this.budget.refuse(this.principal, bytes);
    this.add(bytes);
  }

  giveBack(bytes: number): void {
    this.add(-bytes);
  }

  /** Gives everything back. Work on the body after this is not counted. */
  release(): void {
    this.add(-this.taken);
    this.released = true;
    const act = this.onRelease;
    this.onRelease = undefined;
    act?.();
  }

  /** Calls `act` when the share is released; at once if it is. */
  whenReleased(act: () => void): void {
    if (this.released) act();
    else this.onRelease = act;
  }

  private add(bytes: number): void {
    if (this.released) return;
    this.taken += bytes;
    this.budget.add(this.principal, bytes);
  }
}
