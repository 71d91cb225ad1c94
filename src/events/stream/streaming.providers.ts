import { type Provider } from '@nestjs/common';
import { getToken } from '@willsoto/nestjs-prometheus';
import { type Counter } from 'prom-client';
import { Settings } from '../../config/settings.js';
import { EventLog } from '../../event-log/event-log.interface.js';
import { METRICS } from '../../metrics/metrics.catalogue.js';
import { sampledGauge, sampledGauges } from '../../metrics/metric.providers.js';
import { EventHub } from '../../streaming/event-hub.js';
import { StreamPlaces } from '../../streaming/stream-places.js';
import { MemoryBudget } from '../../streaming/memory-budget.js';
import { StreamJoiner } from '../../streaming/stream-joiner.js';
import { type StreamObserver } from '../../streaming/stream-observer.js';
import { StreamRegistry } from '../../streaming/stream-registry.js';

const StreamObserver = Symbol('StreamObserver');

/** Makes the parts of `streaming/`, which knows nothing of Nest, injectable, and counts what happens in them. */
export const streamingProviders: Provider[] = [
  {
    provide: StreamObserver,
    inject: [METRICS.eventsDelivered, METRICS.streamsResumed, METRICS.streamGaps, METRICS.streamsEnded].map(
      ({ name }) => getToken(name),
    ),
    useFactory: (delivered: Counter, resumed: Counter, gaps: Counter, ended: Counter): StreamObserver => ({
      delivered: (events) => delivered.inc(events),
      resumed: (source) => resumed.inc({ source }),
      gap: (reason, streams) => gaps.inc({ reason }, streams),
      ended: (reason) => ended.inc({ reason }),
    }),
  },
  {
    provide: EventHub,
    inject: [Settings, StreamObserver],
    useFactory: ({ stream }: Settings, observer: StreamObserver) => new EventHub(stream.recentBytes, observer),
  },
  {
    provide: MemoryBudget,
    inject: [Settings, getToken(METRICS.bufferCuts.name)],
    useFactory: ({ bufferBytesMax }: Settings, cuts: Counter) =>
      new MemoryBudget(bufferBytesMax, (principal) => cuts.inc({ principal })),
  },
  {
    provide: StreamRegistry,
    inject: [EventHub, Settings, MemoryBudget, StreamObserver],
    useFactory: (hub: EventHub, { stream }: Settings, budget: MemoryBudget, observer: StreamObserver) =>
      new StreamRegistry(hub, stream, budget, observer),
  },
  {
    provide: StreamPlaces,
    inject: [Settings],
    useFactory: ({ stream, principals }: Settings) =>
      new StreamPlaces(
        stream,
        principals.map(({ name }) => name),
      ),
  },
  {
    provide: StreamJoiner,
    inject: [EventHub, EventLog, StreamObserver],
    useFactory: (hub: EventHub, log: EventLog, observer: StreamObserver) => new StreamJoiner(hub, log, observer),
  },
  sampledGauge(METRICS.streamsOpen, StreamRegistry, (registry) => registry.size),
  sampledGauges(METRICS.streamsByPrincipal, StreamPlaces, (places) => places.countByPrincipal()),
  sampledGauges(METRICS.streamsByAge, StreamRegistry, (registry) => registry.countByAge()),
  sampledGauge(METRICS.bufferUsed, MemoryBudget, ({ bytes, max }) => bytes / max),
  sampledGauge(METRICS.streamWaitingBytes, StreamRegistry, (registry) => registry.waitingBytes),
];
