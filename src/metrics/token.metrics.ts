import { Inject, Injectable, Optional } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { type Counter, type Histogram } from 'prom-client';
import { type IssueRefusal, type RedemptionOutcome, type SseTokenObserver } from '../sse-token/sse-token.options.js';
import { METRICS } from './metrics.catalogue.js';
import { OTHER_PRINCIPALS, PrincipalLabel } from './principal-label.js';

/** Counts what happens to tokens. */
@Injectable()
export class TokenMetrics implements SseTokenObserver {
  constructor(
    @InjectMetric(METRICS.tokensIssued.name) private readonly tokens: Counter,
    @InjectMetric(METRICS.tokensRefused.name) private readonly refusals: Counter,
    @InjectMetric(METRICS.tokenIssueDuration.name) private readonly issueDuration: Histogram,
    @InjectMetric(METRICS.tokenRedemptions.name) private readonly redemptions: Counter,
    @InjectMetric(METRICS.resumeEntries.name) private readonly entries: Counter,
    @InjectMetric(METRICS.tokenReplays.name) private readonly replays: Counter,
    @InjectMetric(METRICS.tokenRedeemDuration.name) private readonly redeemDuration: Histogram,
    @Optional() @Inject(PrincipalLabel) private readonly label: PrincipalLabel = (principal) => principal,
  ) {}

  issued(principal: string, seconds: number): void {
    this.tokens.inc({ principal: this.label(principal) });
    this.issueDuration.observe(seconds);
  }

  notIssued(reason: IssueRefusal): void {
    this.refusals.inc({ reason });
  }

  presented(outcome: RedemptionOutcome, seconds: number | undefined, principal = OTHER_PRINCIPALS): void {
    this.redemptions.inc({ outcome });
    if (outcome === 'used') this.replays.inc({ principal: this.label(principal) });
    if (seconds !== undefined) this.redeemDuration.observe(seconds);
  }

  resumable(kept: boolean): void {
    this.entries.inc({ outcome: kept ? 'kept' : 'no_room' });
  }
}
