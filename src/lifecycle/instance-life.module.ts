import { Module } from '@nestjs/common';
import { EventsModule } from '../events/events.module.js';
import { DrainService } from './drain.service.js';
import { LifeEvents } from './life-events.service.js';

/** What an instance does at its start and its end. */
@Module({ imports: [EventsModule], providers: [DrainService, LifeEvents] })
export class InstanceLifeModule {}
