import { type ServerResponse } from 'node:http';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { type Counter, type Histogram } from 'prom-client';
import { type EventsObserver } from '../events/events.options.js';
import { type GapReason } from '../event-log/event-log.interface.js';
import { observeResponse } from '../http/observe-response.js';
import { type RoutedRequest } from '../http/routed-request.js';
import { type SoftRefusalReason } from '../problems/soft-refusal.js';
import { type EndReason } from '../streaming/sse-connection.js';
import { type ResumeSource } from '../streaming/stream-observer.js';
import { METRICS } from './metrics.catalogue.js';
import { PrincipalLabel } from './principal-label.js';

/** Counts what happens to events and streams. */
@Injectable()
export class EventMetrics implements EventsObserver {
  constructor(
    @InjectMetric(METRICS.eventsPublished.name) private readonly publishedEvents: Counter,
    @InjectMetric(METRICS.publishRefusals.name) private readonly publishRefusals: Counter,
    @InjectMetric(METRICS.eventsDelivered.name) private readonly deliveries: Counter,
    @InjectMetric(METRICS.streamsResumed.name) private readonly resumes: Counter,
    @InjectMetric(METRICS.streamGaps.name) private readonly gaps: Counter,
    @InjectMetric(METRICS.streamsEnded.name) private readonly ends: Counter,
    @InjectMetric(METRICS.softRefusals.name) private readonly softRefusals: Counter,
    @InjectMetric(METRICS.bufferCuts.name) private readonly cuts: Counter,
    @InjectMetric(METRICS.httpDuration.name) private readonly durations: Histogram,
    @Optional() @Inject(PrincipalLabel) private readonly label: PrincipalLabel = (principal) => principal,
  ) {}

  published(events: number): void {
    this.publishedEvents.inc(events);
  }

  publishLimited(principal: string): void {
    this.publishRefusals.inc({ principal: this.label(principal) });
  }

  opened(request: RoutedRequest, response: ServerResponse): void {
    observeResponse(this.durations, request, response);
  }

  refusedSoftly(reason: SoftRefusalReason): void {
    this.softRefusals.inc({ reason });
  }

  cut(principal: string): void {
    this.cuts.inc({ principal: this.label(principal) });
  }

  delivered(events: number): void {
    this.deliveries.inc(events);
  }

  resumed(source: ResumeSource): void {
    this.resumes.inc({ source });
  }

  gap(reason: GapReason, streams: number): void {
    this.gaps.inc({ reason }, streams);
  }

  ended(reason: EndReason): void {
    this.ends.inc({ reason });
  }
}
