import { Injectable } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { type Counter } from 'prom-client';
import { type CredentialObserver } from '../auth/credential-observer.js';
import { type RefusalReason } from '../problems/refusal.js';
import { METRICS } from './metrics.catalogue.js';

/** Counts how credentials are used. */
@Injectable()
export class CredentialMetrics implements CredentialObserver {
  constructor(
    @InjectMetric(METRICS.principalFailures.name) private readonly failures: Counter,
    @InjectMetric(METRICS.principalsInQuery.name) private readonly inQueries: Counter,
  ) {}

  refused(reason: RefusalReason): void {
    this.failures.inc({ reason });
  }

  inQuery(outcome: 'accepted' | 'refused'): void {
    this.inQueries.inc({ outcome });
  }
}
