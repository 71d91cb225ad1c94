import { Global, Module } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { RedisService } from '../redis/redis.service.js';
import { TokenStore } from './token-store.interface.js';
import { MemoryTokenStore } from './token-store.memory.js';
import { RedisTokenStore } from './token-store.redis.js';

@Global()
@Module({
  providers: [
    {
      provide: TokenStore,
      inject: [Settings, RedisService],
      useFactory: ({ token }: Settings, redis: RedisService | null): TokenStore =>
        redis ? new RedisTokenStore(redis, token.bounds) : new MemoryTokenStore(token.maxInMemory, token.bounds),
    },
  ],
  exports: [TokenStore],
})
export class TokenStoreModule {}
