import { type IncomingMessage, type ServerResponse } from 'node:http';
import { ConfigurableModuleBuilder } from '@nestjs/common';
import { type EventLog } from '../event-log/event-log.interface.js';
import { type SoftRefusalReason } from '../problems/soft-refusal.js';
import { type RateLimiter } from '../rate-limit/rate-limiter.js';
import { type StreamQuota } from '../stream-directory/stream-quota.interface.js';
import { type Revocations } from '../revocation/revocations.interface.js';
import { type StoreHealth } from '../store/store-health.interface.js';
import { type StreamObserver } from '../streaming/stream-observer.js';
import { type PlaceLimits } from '../streaming/stream-places.js';
import { type StreamLimits } from '../streaming/stream-registry.js';
import { type Grant } from '../token-store/token-store.interface.js';

/** Hears what happens to events and streams, for metrics. */
export interface EventsObserver extends StreamObserver {
  published(events: number): void;
  /** A publish call of this principal was refused by `publishLimiter`. */
  publishLimited?(principal: string): void;
  /** The head of a stream was sent. */
  opened(request: IncomingMessage, response: ServerResponse): void;
  /** A stream was asked to come back later. */
  refusedSoftly(reason: SoftRefusalReason): void;
  /** A stream or a history of this principal was cut, since more waited for all clients than may. */
  cut(principal: string): void;
}

/** Tells what a grant allows now, since its principal may have changed. */
export interface CurrentGrants {
  /** What a grant allows now, never more than it did; undefined where it allows no stream any more. */
  current(grant: Grant): Grant | undefined;
  /** Calls back whenever some grants may allow less than before. */
  onChange(listener: () => void): void;
}

/** Limits that principals have of their own, and the seam that counts their streams. */
export interface PrincipalQuota {
  readonly places: StreamQuota;
  /** Whether any principal has one. */
  any(): boolean;
  /** Streams that this principal may have open at once now; undefined without a limit. */
  of(principal: string): number | undefined;
}

/** Limits of the streams of one instance. */
export interface InstanceLimits extends StreamLimits, PlaceLimits {
  /** Bytes of recent events that are kept in memory, so that a resume need not read the log. */
  readonly recentBytes: number;
}

export interface EventsOptions {
  /** Where events are kept. The module follows it, and neither opens nor closes it. */
  readonly log: EventLog;
  /** The health of the store of tokens and events. Absent: the store is always available. */
  readonly health?: StoreHealth;
  /** See `DEFAULT_LIMITS` for what is absent. */
  readonly limits?: Partial<InstanceLimits>;
  /** Ends streams whose grants are revoked; absent: nothing is revoked. */
  readonly revocations?: Revocations;
  /** Ends streams whose principals may no longer have them; absent: a grant counts as long as its stream. */
  readonly grants?: CurrentGrants;
  /** Bounds the streams of principals that have a limit of their own, over all instances; absent: such limits do not count. */
  readonly quota?: PrincipalQuota;
  /** Bounds the events that each principal publishes by the service's own route; `EventPublisher` does not ask it. No limit if absent. */
  readonly publishLimiter?: RateLimiter | undefined;
  /** Bytes that may wait in memory for all clients together; 256 MiB if absent. */
  readonly bufferBytesMax?: number;
  /** Whether the instance is shutting down and takes no new streams; never if absent. */
  readonly draining?: () => boolean;
  /**
   * Seconds over which a shutdown ends the streams in waves, each asked to come back; 5 if absent. With 0 the application ends them.
   */
  readonly drainSeconds?: number;
  readonly observer?: EventsObserver;
}

export const DEFAULT_LIMITS: InstanceLimits = {
  heartbeatSeconds: 8,
  maxSeconds: 3_600,
  bufferBytes: 1_048_576,
  max: 20_000,
  perPrincipal: 20_000,
  recentBytes: 16_777_216,
};

export const DEFAULT_DRAIN_SECONDS = 5;

export const DEFAULT_BUFFER_BYTES_MAX = 268_435_456;

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: EVENTS_OPTIONS } =
  new ConfigurableModuleBuilder<EventsOptions>({ moduleName: 'Events' }).setClassMethodName('forRoot').build();
