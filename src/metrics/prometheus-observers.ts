import { Counter, Histogram, type Registry } from 'prom-client';
import { type EventsObserver } from '../events/events.options.js';
import { type RedisObserver } from '../redis/redis-observer.js';
import { type SseTokenObserver } from '../sse-token/sse-token.options.js';
import { beginAtZero } from './begin-at-zero.js';
import { DeliveryMetrics } from './delivery.metrics.js';
import { EventMetrics } from './event.metrics.js';
import { type MetricDefinition } from './catalogue/metric-definition.js';
import { METRICS } from './metrics.catalogue.js';
import { RedisMetrics } from './redis.metrics.js';
import { StreamMetrics } from './stream.metrics.js';
import { TokenMetrics } from './token.metrics.js';

const OWN_PREFIX = /^vx11_/;

export interface PrometheusOptions {
  /** Where the metrics are registered. */
  readonly register: Registry;
  /** What the names of the metrics begin with, instead of `vx11_`. */
  readonly prefix: string;
  /** Principals whose counters are there from the start, at 0. */
  readonly principals?: readonly string[];
}

/** The metrics of tokens, events and Redis for an application that has a registry and names of its own. */
export function prometheusObservers({ register, prefix, principals = [] }: PrometheusOptions): {
  readonly tokens: SseTokenObserver;
  readonly events: EventsObserver;
  readonly redis: RedisObserver;
} {
  const named = ({ name, help, labels }: MetricDefinition) => ({
    name: name.replace(OWN_PREFIX, prefix),
    help,
    labelNames: [...labels],
    registers: [register],
  });
  const counter = (definition: MetricDefinition) => {
    const made = new Counter(named(definition));
    beginAtZero(made, definition, principals);
    return made;
  };
  const histogram = (definition: MetricDefinition) =>
    new Histogram({ ...named(definition), buckets: [...(definition.buckets ?? [])] });
  return {
    tokens: new TokenMetrics(
      counter(METRICS.tokensIssued),
      counter(METRICS.tokensRefused),
      histogram(METRICS.tokenIssueDuration),
      counter(METRICS.tokenRedemptions),
      counter(METRICS.resumeEntries),
      counter(METRICS.tokenReplays),
      histogram(METRICS.tokenRedeemDuration),
    ),
    events: new EventMetrics(
      new DeliveryMetrics(
        counter(METRICS.eventsPublished),
        counter(METRICS.publishRefusals),
        counter(METRICS.eventsDelivered),
        counter(METRICS.liveDeliveries),
        histogram(METRICS.deliveryDelay),
        counter(METRICS.streamGaps),
        counter(METRICS.tailGaps),
      ),
      new StreamMetrics(
        histogram(METRICS.httpDuration),
        counter(METRICS.streamsOpened),
        counter(METRICS.streamRefusals),
        counter(METRICS.softRefusals),
        counter(METRICS.streamsResumed),
        histogram(METRICS.resumedEvents),
        counter(METRICS.streamsEnded),
        histogram(METRICS.streamLifetime),
        counter(METRICS.bufferCuts),
      ),
    ),
    redis: new RedisMetrics(
      histogram(METRICS.redisDuration),
      counter(METRICS.redisErrors),
      counter(METRICS.redisLosses),
    ),
  };
}
