import { Module, type Provider } from '@nestjs/common';
import { PrincipalsService } from '../auth/principals.service.js';
import { memoryLimit } from '../config/memory-limit.js';
import { Settings } from '../config/settings.js';
import { EventLog } from '../event-log/event-log.interface.js';
import { HistoryService } from '../events/history/history.service.js';
import { TailWatch } from '../events/tail/tail-watch.service.js';
import { Lifecycle } from '../lifecycle/lifecycle.service.js';
import { RedisService } from '../redis/redis.service.js';
import { REFUSAL_REASONS } from '../redis/write-refusal.js';
import { MemoryBudget } from '../streaming/memory-budget.js';
import { StreamPlaces } from '../streaming/stream-places.js';
import { StreamRegistry } from '../streaming/stream-registry.js';
import { TokenStore } from '../token-store/token-store.interface.js';
import { METRICS } from './metrics.catalogue.js';
import { sumByLabel } from './principal-label.js';
import { sampledGauge, sampledGauges } from './sampled-gauges.js';

const STREAMS_BY_PRINCIPAL = Symbol('streams by principal');
const DRAIN_USED = Symbol('drain used');

const TOKENS: Provider[] = [
  sampledGauge<TokenStore>(METRICS.tokensLive, TokenStore, async (store) => (await store.stats()).live),
  sampledGauge<TokenStore>(METRICS.tokensLiveBytes, TokenStore, async (store) => (await store.stats()).bytes),
  sampledGauge<Settings>(METRICS.tokensMaxBytes, Settings, ({ token }) => token.bounds.bytes),
];

const PRINCIPALS: Provider[] = [
  sampledGauge(METRICS.principalsFileValid, PrincipalsService, ({ file }) => file && Number(file.valid)),
  sampledGauge(METRICS.principalsFileAge, PrincipalsService, ({ file }) => file?.ageSeconds),
  sampledGauge(METRICS.keysAge, PrincipalsService, ({ keysAgeSeconds }) => keysAgeSeconds),
];

const STREAMS: Provider[] = [
  sampledGauge(METRICS.streamsOpen, StreamRegistry, (registry) => registry.size),
  sampledGauge<Settings>(METRICS.streamsMax, Settings, ({ stream }) => stream.max),
  {
    provide: STREAMS_BY_PRINCIPAL,
    inject: [StreamPlaces, Settings],
    useFactory:
      (places: StreamPlaces, { principals }: Settings) =>
      () =>
        sumByLabel(
          principals.map(({ name }) => name),
          places.countByPrincipal(),
        ),
  },
  sampledGauges<() => Record<string, number>>(METRICS.streamsByPrincipal, STREAMS_BY_PRINCIPAL, (count) => count()),
  sampledGauges(METRICS.streamsByAge, StreamRegistry, (registry) => registry.countByAge()),
  sampledGauge(METRICS.bufferUsed, MemoryBudget, ({ bytes, max }) => bytes / max),
  sampledGauge(METRICS.streamWaitingBytes, StreamRegistry, (registry) => registry.waitingBytes),
];

const PROCESS: Provider[] = [
  sampledGauge(METRICS.draining, Lifecycle, ({ draining }) => Number(draining)),
  {
    provide: DRAIN_USED,
    inject: [Lifecycle, Settings],
    useFactory:
      (lifecycle: Lifecycle, { drainSeconds }: Settings) =>
      () =>
        lifecycle.drainingSeconds / drainSeconds,
  },
  sampledGauge<() => number>(METRICS.drainUsed, DRAIN_USED, (ratio) => ratio()),
  sampledGauge(METRICS.memoryLimit, Settings, () => memoryLimit()),
];

const LOG: Provider[] = [
  sampledGauge(METRICS.tailLagEntries, TailWatch, (watch) => watch.lagEntries),
  sampledGauge(METRICS.tailLagSeconds, TailWatch, (watch) => watch.lateSeconds),
  sampledGauge(METRICS.logEntries, HistoryService, async (history) => (await history.extent()).entries),
  sampledGauge(METRICS.logOldestAge, HistoryService, async (history) => (await history.extent()).oldestAgeSeconds),
  sampledGauge<EventLog>(METRICS.logFormat, EventLog, ({ format }) => format),
];

/** Absent where everything is in memory. */
const REDIS: Provider[] = [
  sampledGauge(METRICS.redisUp, RedisService, (redis: RedisService | null) => redis && Number(redis.monitor.available)),
  sampledGauges(METRICS.redisConnected, RedisService, (redis: RedisService | null) => redis?.connected ?? {}),
  sampledGauges(METRICS.redisWritesRefused, RedisService, (redis: RedisService | null) =>
    redis ? writesRefused(redis) : {},
  ),
  sampledGauge(METRICS.clockOffset, RedisService, (redis: RedisService | null) => redis?.clock.hostAheadSeconds),
  sampledGauge(METRICS.redisMemory, RedisService, (redis: RedisService | null) => redis?.monitor.memoryUsedRatio),
];

/** 1 for the reason for which writes are refused, 0 for the others. */
function writesRefused({ monitor }: RedisService): Record<string, number> {
  return Object.fromEntries(
    REFUSAL_REASONS.map((reason) => [reason, Number(monitor.writesRefused?.reason === reason)]),
  );
}

/** The gauges that look at the parts of the service. Needs the modules of these parts among its imports. */
@Module({ providers: [...TOKENS, ...PRINCIPALS, ...STREAMS, ...PROCESS, ...LOG, ...REDIS] })
export class GaugesModule {}
