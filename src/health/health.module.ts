import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { EventsModule } from '../events/events.module.js';
import { HealthController } from './health.controller.js';
import { LogIndicator } from './log.indicator.js';
import { StoreIndicator } from './store.indicator.js';
import { TailIndicator } from './tail.indicator.js';

@Module({
  // The answer says what is wrong; a log line for each check would only repeat it.
  imports: [TerminusModule.forRoot({ logger: false }), EventsModule],
  controllers: [HealthController],
  providers: [StoreIndicator, LogIndicator, TailIndicator],
})
export class HealthModule {}
