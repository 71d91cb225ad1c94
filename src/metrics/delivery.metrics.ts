import { Inject, Injectable, Optional } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { type Counter, type Histogram } from 'prom-client';
import { type GapReason } from '../event-log/event-log.interface.js';
import { METRICS } from './metrics.catalogue.js';
import { PrincipalLabel } from './principal-label.js';

/** An event is in time if a live stream gets it so soon after its append, seconds. */
const IN_TIME_SECONDS = 1;

/** Counts what happens to events, and measures how late they are. */
@Injectable()
export class DeliveryMetrics {
  constructor(
    @InjectMetric(METRICS.eventsPublished.name) private readonly publishedEvents: Counter,
    @InjectMetric(METRICS.publishRefusals.name) private readonly publishRefusals: Counter,
    @InjectMetric(METRICS.eventsDelivered.name) private readonly deliveries: Counter,
    @InjectMetric(METRICS.liveDeliveries.name) private readonly liveDeliveries: Counter,
    @InjectMetric(METRICS.deliveryDelay.name) private readonly delays: Histogram,
    @InjectMetric(METRICS.streamGaps.name) private readonly gaps: Counter,
    @InjectMetric(METRICS.tailGaps.name) private readonly tailGaps: Counter,
    @Optional() @Inject(PrincipalLabel) private readonly label: PrincipalLabel = (principal) => principal,
  ) {}

  published(events: number): void {
    this.publishedEvents.inc(events);
  }

  publishLimited(principal: string): void {
    this.publishRefusals.inc({ principal: this.label(principal) });
  }

  delivered(events: number, delaySeconds?: number): void {
    this.deliveries.inc(events);
    if (delaySeconds === undefined) return;
    this.delays.observe(delaySeconds);
    this.liveDeliveries.inc({ in_time: delaySeconds <= IN_TIME_SECONDS ? 'yes' : 'no' }, events);
  }

  gap(reason: GapReason, streams: number): void {
    this.gaps.inc({ reason }, streams);
  }

  tailGap(reason: GapReason): void {
    this.tailGaps.inc({ reason });
  }
}
