import { Global, Module } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { RedisService } from '../redis/redis.service.js';
import { EventLog } from './event-log.interface.js';
import { MemoryEventLog } from './event-log.memory.js';
import { RedisEventLog } from './event-log.redis.js';
import { newEpoch } from './new-epoch.js';

@Global()
@Module({
  providers: [
    {
      provide: EventLog,
      inject: [Settings, RedisService],
      useFactory: ({ log }: Settings, redis: RedisService | null): EventLog =>
        redis ? new RedisEventLog(redis, log) : new MemoryEventLog(log, newEpoch()),
    },
  ],
  exports: [EventLog],
})
export class EventLogModule {}
