import { Inject, Injectable } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { type Counter } from 'prom-client';
import { type CredentialObserver } from '../auth/credential-observer.js';
import { type RefusalReason } from '../problems/refusal.js';
import { METRICS } from './metrics.catalogue.js';
import { PrincipalLabel } from './principal-label.js';

/** Counts how credentials are used. */
@Injectable()
export class CredentialMetrics implements CredentialObserver {
  constructor(
    @InjectMetric(METRICS.principalFailures.name) private readonly failures: Counter,
    @InjectMetric(METRICS.credentialUses.name) private readonly uses: Counter,
    @InjectMetric(METRICS.principalsInQuery.name) private readonly inQueries: Counter,
    @Inject(PrincipalLabel) private readonly label: PrincipalLabel,
  ) {}

  refused(reason: RefusalReason): void {
    this.failures.inc({ reason });
  }

  used(principal: string, fingerprint: string): void {
    this.uses.inc({ principal: this.label(principal), fingerprint });
  }

  inQuery(outcome: 'accepted' | 'refused'): void {
    this.inQueries.inc({ outcome });
  }
}
