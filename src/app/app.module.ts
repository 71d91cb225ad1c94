import { type DynamicModule, Module } from '@nestjs/common';
import { ConfigModule } from '../config/config.module.js';
import { type Settings } from '../config/settings.js';
import { EventLogModule } from '../event-log/event-log.module.js';
import { EventsModule } from '../events/events.module.js';
import { HealthModule } from '../health/health.module.js';
import { InternalModule } from '../internal/internal.module.js';
import { InstanceLifeModule } from '../lifecycle/instance-life.module.js';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { MetricsModule } from '../metrics/metrics.module.js';
import { RateLimitModule } from '../rate-limit/rate-limit.module.js';
import { RequestBodyModule } from '../request-body/request-body.module.js';
import { RedisModule } from '../redis/redis.module.js';
import { SseTokenModule } from '../sse-token/sse-token.module.js';
import { StoreHealthModule } from '../store-health/store-health.module.js';
import { TokenGuardModule } from '../token-guard/token-guard.module.js';
import { TokenStoreModule } from '../token-store/token-store.module.js';

/** The service, from its settings. */
@Module({})
export class AppModule {
  static register(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.register(settings),
        RedisModule,
        StoreHealthModule,
        TokenStoreModule,
        EventLogModule,
        RateLimitModule,
        RequestBodyModule,
        MetricsModule,
        LifecycleModule,
        SseTokenModule,
        TokenGuardModule,
        EventsModule,
        HealthModule,
        InternalModule,
        InstanceLifeModule,
      ],
    };
  }
}
