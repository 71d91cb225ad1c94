import { Global, Module } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { RedisService } from './redis.service.js';

/**
 * Opens the connections of this instance, or provides `null` where everything is in memory. Only the seams' modules
 * inject it.
 */
@Global()
@Module({
  providers: [
    {
      provide: RedisService,
      inject: [Settings],
      useFactory: ({ redis, instanceId }: Settings) => (redis ? new RedisService(redis, instanceId) : null),
    },
  ],
  exports: [RedisService],
})
export class RedisModule {}
