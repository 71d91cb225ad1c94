// What another Nest application imports from '@vx11/operator-backend/redis'.
import { type Redis } from 'ioredis';
import { type EventLog } from '../event-log/event-log.interface.js';
import { RedisEventLog } from '../event-log/event-log.redis.js';
import { DEFAULT_LOG_LIMITS, type LogLimits } from '../event-log/log-limits.js';
import { type Rate, type RateLimiter } from '../rate-limit/rate-limiter.js';
import { RedisRateLimiter } from '../rate-limit/rate-limiter.redis.js';
import { type RedisObserver } from '../redis/redis-observer.js';
import { RedisService } from '../redis/redis.service.js';
import { type StoreHealth } from '../store/store-health.interface.js';
import { DEFAULT_TOKEN_BOUNDS, type TokenBounds, type TokenStore } from '../token-store/token-store.interface.js';
import { RedisTokenStore } from '../token-store/token-store.redis.js';

export interface RedisStoresOptions {
  /** Says where Redis is and how to log in. It is neither used nor closed: the stores make connections of their own. */
  readonly client: Redis;
  /** What all keys begin with, 1 to 64 of `A-Z a-z 0-9 . _ -`; `vx11` if absent. */
  readonly keyPrefix?: string;
  /** Names this instance in Redis' list of clients; the process id if absent. */
  readonly instanceId?: string;
  readonly observer?: RedisObserver;
}

/**
 * Tokens and events in a Redis that several instances share. Three connections, opened at once and kept up until `close`; as a
 * provider of a Nest module it closes them at shutdown.
 */
export class RedisStores {
  private readonly redis: RedisService;

  /** @throws RangeError for a `keyPrefix` that is none */
  constructor({ client, keyPrefix, instanceId = String(process.pid), observer }: RedisStoresOptions) {
    this.redis = RedisService.beside(client, { instanceId, ...(keyPrefix !== undefined && { keyPrefix }) }, observer);
  }

  get health(): StoreHealth {
    return this.redis.monitor;
  }

  tokenStore(bounds: TokenBounds = DEFAULT_TOKEN_BOUNDS): TokenStore {
    return new RedisTokenStore(this.redis, bounds);
  }

  eventLog(limits: LogLimits = DEFAULT_LOG_LIMITS): EventLog {
    return new RedisEventLog(this.redis, limits);
  }

  rateLimiter(rate: Rate): RateLimiter {
    return new RedisRateLimiter(this.redis, rate);
  }

  close(): void {
    this.redis.onApplicationShutdown();
  }

  onApplicationShutdown(): void {
    this.close();
  }
}

export { type RedisObserver } from '../redis/redis-observer.js';
