import { Injectable } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { type Counter, type Histogram } from 'prom-client';
import { type SessionsObserver } from '../sessions/sessions-observer.js';
import { METRICS } from './metrics.catalogue.js';

/** Counts and times revocations. */
@Injectable()
export class SessionMetrics implements SessionsObserver {
  constructor(
    @InjectMetric(METRICS.revocations.name) private readonly revocations: Counter,
    @InjectMetric(METRICS.revocationDuration.name) private readonly duration: Histogram,
  ) {}

  revoked(kind: 'principal' | 'stream', seconds: number): void {
    this.revocations.inc({ kind });
    this.duration.observe(seconds);
  }
}
