import { type Provider } from '@nestjs/common';
import { EventHub } from '../streaming/event-hub.js';
import { MemoryBudget } from '../streaming/memory-budget.js';
import { StreamJoiner } from '../streaming/stream-joiner.js';
import { StreamPlaces } from '../streaming/stream-places.js';
import { StreamRegistry } from '../streaming/stream-registry.js';
import {
  DEFAULT_BUFFER_BYTES_MAX,
  DEFAULT_LIMITS,
  EVENTS_OPTIONS,
  type EventsObserver,
  type EventsOptions,
} from './events.options.js';

const SILENT: EventsObserver = {
  published: () => undefined,
  opened: () => undefined,
  refusedSoftly: () => undefined,
  cut: () => undefined,
  delivered: () => undefined,
  resumed: () => undefined,
  gap: () => undefined,
  ended: () => undefined,
};

function observerOf({ observer = SILENT }: EventsOptions): EventsObserver {
  return observer;
}

/** Providers for the classes of `streaming/`, which do not depend on Nest. */
export const streamingProviders: Provider[] = [
  {
    provide: EventHub,
    inject: [EVENTS_OPTIONS],
    useFactory: (options: EventsOptions) =>
      new EventHub(options.limits?.recentBytes ?? DEFAULT_LIMITS.recentBytes, observerOf(options), options.logTime),
  },
  {
    provide: MemoryBudget,
    inject: [EVENTS_OPTIONS],
    useFactory: (options: EventsOptions) =>
      new MemoryBudget(options.bufferBytesMax ?? DEFAULT_BUFFER_BYTES_MAX, (principal) =>
        observerOf(options).cut(principal),
      ),
  },
  {
    provide: StreamRegistry,
    inject: [EventHub, EVENTS_OPTIONS, MemoryBudget],
    useFactory: (hub: EventHub, options: EventsOptions, budget: MemoryBudget) =>
      new StreamRegistry(hub, { ...DEFAULT_LIMITS, ...options.limits }, budget, observerOf(options)),
  },
  {
    provide: StreamPlaces,
    inject: [EVENTS_OPTIONS],
    useFactory: ({ limits }: EventsOptions) => new StreamPlaces({ ...DEFAULT_LIMITS, ...limits }),
  },
  {
    provide: StreamJoiner,
    inject: [EventHub, EVENTS_OPTIONS],
    useFactory: (hub: EventHub, options: EventsOptions) => new StreamJoiner(hub, options.log, observerOf(options)),
  },
];
