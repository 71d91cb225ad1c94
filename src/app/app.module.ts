import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuthModule } from '../auth/auth.module.js';
import { CredentialGuard } from '../auth/credential.guard.js';
import { PrincipalGrants } from '../auth/principal-grants.service.js';
import { PrincipalsService } from '../auth/principals.service.js';
import { StreamCredentials } from '../auth/stream-credentials.service.js';
import { ConfigModule } from '../config/config.module.js';
import { Settings } from '../config/settings.js';
import { EventLog } from '../event-log/event-log.interface.js';
import { EventsModule } from '../events/events.module.js';
import { type EventsOptions } from '../events/events.options.js';
import { EventsRoutesModule } from '../events/events.routes.module.js';
import { HealthModule } from '../health/health.module.js';
import { OriginGuard } from '../http/origin/origin.guard.js';
import { InternalModule } from '../internal/internal.module.js';
import { InstanceEventsModule } from '../lifecycle/instance-events.module.js';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { Lifecycle } from '../lifecycle/lifecycle.service.js';
import { EventMetrics } from '../metrics/event.metrics.js';
import { GaugesModule } from '../metrics/gauges.module.js';
import { MetricsModule } from '../metrics/metrics.module.js';
import { TokenMetrics } from '../metrics/token.metrics.js';
import { AddressCounts } from '../rate-limit/address-counts.js';
import { PublishLimiter, RateLimiter } from '../rate-limit/rate-limiter.js';
import { RedisService } from '../redis/redis.service.js';
import { ResumeCookies } from '../resume-cookie/resume-cookies.js';
import { Supersessions } from '../revocation/supersessions.js';
import { Revocations } from '../revocation/revocations.interface.js';
import { SessionsRoutesModule } from '../sessions/sessions.routes.module.js';
import { SseTokenModule } from '../sse-token/sse-token.module.js';
import { type SseTokenOptions } from '../sse-token/sse-token.options.js';
import { SseTokenRoutesModule } from '../sse-token/sse-token.routes.module.js';
import { LateQuota } from '../stream-directory/late-quota.js';
import { StoreHealth } from '../store/store-health.interface.js';
import { type TokenGuardOptions } from '../token-guard/token-guard.options.js';
import { UnknownTokens } from '../token-guard/unknown-tokens.js';
import { TokenGuardModule } from '../token-guard/token-guard.module.js';
import { TokenStore } from '../token-store/token-store.interface.js';
import { TracingModule } from '../tracing/tracing.module.js';
import { DirectoryModule } from './directory.module.js';
import { ResumeModule } from './resume.module.js';
import { StoresModule } from './stores.module.js';

const auth: DynamicModule = { module: AuthModule, imports: [MetricsModule, StoresModule] };

const tokens = SseTokenModule.forRootAsync({
  imports: [StoresModule, MetricsModule, auth],
  inject: [Settings, TokenStore, RateLimiter, PrincipalGrants, TokenMetrics],
  useFactory: (
    { token: { ttlSeconds } }: Settings,
    store: TokenStore,
    limiter: RateLimiter,
    grants: PrincipalGrants,
    observer: TokenMetrics,
  ): SseTokenOptions => ({ store, ttlSeconds, limiter, grants, observer }),
});

const events = EventsModule.forRootAsync({
  imports: [StoresModule, MetricsModule, LifecycleModule, ResumeModule, auth],
  inject: [
    Settings,
    EventLog,
    StoreHealth,
    Revocations,
    LateQuota,
    PrincipalsService,
    PrincipalGrants,
    Lifecycle,
    EventMetrics,
    PublishLimiter,
    RedisService,
    ResumeCookies,
    Supersessions,
  ],
  useFactory: (
    { stream: limits, bufferBytesMax, publishing }: Settings,
    log: EventLog,
    health: StoreHealth,
    revocations: Revocations,
    places: LateQuota,
    principals: PrincipalsService,
    grants: PrincipalGrants,
    lifecycle: Lifecycle,
    observer: EventMetrics,
    publishLimiter: RateLimiter,
    redis: RedisService | null,
    cookies: ResumeCookies,
    supersessions: Supersessions,
  ): EventsOptions => ({
    log,
    logTime: () => redis?.clock.now() ?? Date.now(),
    health,
    limits,
    bufferBytesMax,
    revocations,
    grants,
    cookies,
    supersessions,
    publishLimiter: publishing.events > 0 ? publishLimiter : undefined,
    quota: {
      places,
      any: () => principals.directory.anyLimit,
      of: (name) => principals.directory.named(name)?.streamsMax,
    },
    draining: () => lifecycle.draining,
    // DrainService ends the streams, together with the other requests.
    drainSeconds: 0,
    observer,
  }),
});

const tokenGuard = TokenGuardModule.forRootAsync({
  imports: [auth, StoresModule],
  inject: [StreamCredentials, Settings, AddressCounts],
  useFactory: (
    { withoutToken, credentialInQuery }: StreamCredentials,
    { unknownTokens: limit }: Settings,
    counts: AddressCounts,
  ): TokenGuardOptions => ({
    withoutToken,
    credentialInQuery,
    unknownTokens: limit.unknown > 0 ? new UnknownTokens(limit, counts) : undefined,
  }),
});

const directory: DynamicModule = { module: DirectoryModule, imports: [StoresModule, events] };

/** The operator backend. This module gives each feature module its stores, settings and observers. */
@Module({})
export class AppModule {
  static register(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.register(settings),
        auth,
        { module: SseTokenRoutesModule, imports: [tokens, ResumeModule] },
        { module: EventsRoutesModule, imports: [tokens, tokenGuard, events] },
        { module: HealthModule, imports: [StoresModule, events] },
        directory,
        { module: SessionsRoutesModule, imports: [StoresModule, MetricsModule, directory] },
        { module: InternalModule, imports: [StoresModule] },
        { module: GaugesModule, imports: [MetricsModule, StoresModule, LifecycleModule, auth, events] },
        { module: InstanceEventsModule, imports: [StoresModule, events] },
        TracingModule,
      ],
      // They run before every route, in this order.
      providers: [
        { provide: APP_GUARD, useClass: OriginGuard },
        { provide: APP_GUARD, useExisting: CredentialGuard },
      ],
    };
  }
}
