import { type IncomingMessage, type ServerResponse } from 'node:http';
import { ConfigurableModuleBuilder } from '@nestjs/common';
import { type EventLog } from '../event-log/event-log.interface.js';
import { type SoftRefusalReason } from '../problems/soft-refusal.js';
import { type RateLimiter } from '../rate-limit/rate-limiter.js';
import { type StreamQuota } from '../stream-directory/stream-quota.interface.js';
import { type ResumeCookies } from '../resume-cookie/resume-cookies.js';
import { type Supersessions } from '../revocation/supersessions.js';
import { type Revocations } from '../revocation/revocations.interface.js';
import { type StoreHealth } from '../store/store-health.interface.js';
import { type StreamObserver } from '../streaming/stream-observer.js';
import { type PlaceLimits } from '../streaming/stream-places.js';
import { type StreamLimits } from '../streaming/stream-registry.js';
import { type Grant } from '../token-store/token-store.interface.js';

/** Counts what happens to events and streams, for metrics. */
export interface EventsObserver extends StreamObserver {
  /** Events were appended to the log. */
  published(events: number): void;
  /** A publish call of this principal was refused by `publishLimiter`. */
  publishLimited?(principal: string): void;
  /** The head of a stream was sent. */
  opened(request: IncomingMessage, response: ServerResponse): void;
  /** A stream was refused with 503. */
  refused?(reason: 'draining' | 'overloaded'): void;
  /** A client was asked to request its stream again later. */
  refusedSoftly(reason: SoftRefusalReason): void;
  /** A stream or a history of this principal was cut, because `bufferBytesMax` was exceeded. */
  cut(principal: string): void;
}

/** Applies changes of principals to grants that were made before. */
interface CurrentGrants {
  /** Returns what a grant allows now, never more than before; undefined if it allows no stream any more. */
  current(grant: Grant): Grant | undefined;
  /** Calls `listener` whenever some grants may allow less than before. */
  onChange(listener: () => void): void;
}

/** The limits on streams that single principals have, and the seam that counts their streams. */
export interface PrincipalQuota {
  readonly places: StreamQuota;
  /** Whether any principal has such a limit. */
  any(): boolean;
  /** Streams that this principal may have open at once now; undefined without a limit. */
  of(principal: string): number | undefined;
}

/** Limits of the streams of one instance. */
export interface InstanceLimits extends StreamLimits, PlaceLimits {
  /** Bytes of recent events that are kept in memory, so that streams can resume without reading the log. */
  readonly recentBytes: number;
}

export interface EventsOptions {
  /** The event log. The module runs its tail, and neither opens nor closes it. */
  readonly log: EventLog;
  /** The time of the clock by which the log dates its entries, ms since 1970; that of this host if absent. */
  readonly logTime?: () => number;
  /** The health of the store of tokens and events. Absent: the store is always available. */
  readonly health?: StoreHealth;
  /** Absent limits are those of `DEFAULT_LIMITS`. */
  readonly limits?: Partial<InstanceLimits>;
  /** Ends streams whose grants are revoked; absent: nothing is revoked. */
  readonly revocations?: Revocations;
  /** The cookies with which browsers resume streams; absent: no stream is resumed. */
  readonly cookies?: ResumeCookies;
  /** Ends streams that were resumed by a later request; goes with `cookies`. */
  readonly supersessions?: Supersessions;
  /** Ends streams whose principals may no longer have them; absent: a grant counts as long as its stream. */
  readonly grants?: CurrentGrants;
  /** Bounds the streams of principals that have a limit of their own, over all instances; absent: such limits do not count. */
  readonly quota?: PrincipalQuota;
  /** Bounds the events that each principal publishes through the service's own route, but not through `EventPublisher`; no limit if absent. */
  readonly publishLimiter?: RateLimiter | undefined;
  /** Bytes that may wait in memory for all clients together; 256 MiB if absent. */
  readonly bufferBytesMax?: number;
  /** Whether the instance is shutting down and takes no new streams; never if absent. */
  readonly draining?: () => boolean;
  /**
   * Seconds over which a shutdown ends the streams in waves, asking each client to reconnect; 5 if absent. With 0 the application ends them.
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
