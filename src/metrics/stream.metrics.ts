import { type ServerResponse } from 'node:http';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { type Counter, type Histogram } from 'prom-client';
import { observeResponse } from '../http/observe-response.js';
import { type RoutedRequest } from '../http/routed-request.js';
import { type SoftRefusalReason } from '../problems/soft-refusal.js';
import { type EndReason } from '../streaming/sse-connection.js';
import { type ResumeSource } from '../streaming/stream-observer.js';
import { METRICS } from './metrics.catalogue.js';
import { PrincipalLabel } from './principal-label.js';

/** Counts what becomes of streams, and measures how long they are open. */
@Injectable()
export class StreamMetrics {
  constructor(
    @InjectMetric(METRICS.httpDuration.name) private readonly durations: Histogram,
    @InjectMetric(METRICS.streamsOpened.name) private readonly opens: Counter,
    @InjectMetric(METRICS.streamRefusals.name) private readonly refusals: Counter,
    @InjectMetric(METRICS.softRefusals.name) private readonly softRefusals: Counter,
    @InjectMetric(METRICS.streamsResumed.name) private readonly resumes: Counter,
    @InjectMetric(METRICS.resumedEvents.name) private readonly replays: Histogram,
    @InjectMetric(METRICS.streamsEnded.name) private readonly ends: Counter,
    @InjectMetric(METRICS.streamLifetime.name) private readonly lifetimes: Histogram,
    @InjectMetric(METRICS.bufferCuts.name) private readonly cuts: Counter,
    @Optional() @Inject(PrincipalLabel) private readonly label: PrincipalLabel = (principal) => principal,
  ) {}

  opened(request: RoutedRequest, response: ServerResponse): void {
    this.opens.inc();
    observeResponse(this.durations, request, response);
  }

  refused(reason: 'draining' | 'overloaded'): void {
    this.refusals.inc({ reason });
  }

  refusedSoftly(reason: SoftRefusalReason): void {
    this.softRefusals.inc({ reason });
  }

  resumed(source: ResumeSource, replayed?: number): void {
    this.resumes.inc({ source });
    if (replayed !== undefined) this.replays.observe(replayed);
  }

  ended(reason: EndReason, seconds: number): void {
    this.ends.inc({ reason });
    this.lifetimes.observe(seconds);
  }

  cut(principal: string): void {
    this.cuts.inc({ principal: this.label(principal) });
  }
}
