import { type ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { type EventsObserver } from '../events/events.options.js';
import { type RoutedRequest } from '../http/routed-request.js';
import { DeliveryMetrics } from './delivery.metrics.js';
import { StreamMetrics } from './stream.metrics.js';

type Reports<Name extends keyof EventsObserver> = Parameters<NonNullable<EventsObserver[Name]>>;

/** Takes what happens to events and streams, and passes it on to those who count it. */
@Injectable()
export class EventMetrics implements EventsObserver {
  constructor(
    private readonly deliveries: DeliveryMetrics,
    private readonly streams: StreamMetrics,
  ) {}

  readonly published = (...told: Reports<'published'>) => this.deliveries.published(...told);
  readonly publishLimited = (...told: Reports<'publishLimited'>) => this.deliveries.publishLimited(...told);
  readonly delivered = (...told: Reports<'delivered'>) => this.deliveries.delivered(...told);
  readonly gap = (...told: Reports<'gap'>) => this.deliveries.gap(...told);
  readonly tailGap = (...told: Reports<'tailGap'>) => this.deliveries.tailGap(...told);

  readonly refused = (...told: Reports<'refused'>) => this.streams.refused(...told);
  readonly refusedSoftly = (...told: Reports<'refusedSoftly'>) => this.streams.refusedSoftly(...told);
  readonly resumed = (...told: Reports<'resumed'>) => this.streams.resumed(...told);
  readonly ended = (...told: Reports<'ended'>) => this.streams.ended(...told);
  readonly cut = (...told: Reports<'cut'>) => this.streams.cut(...told);

  opened(request: RoutedRequest, response: ServerResponse): void {
    this.streams.opened(request, response);
  }
}
