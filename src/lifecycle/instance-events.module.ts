import { Module } from '@nestjs/common';
import { DrainService } from './drain.service.js';
import { InstanceEvents } from './instance-events.service.js';
import { LifecycleModule } from './lifecycle.module.js';

/** What an instance does at its start and its end. Needs `EventsModule` and a `StoreHealth` among its imports. */
@Module({ imports: [LifecycleModule], providers: [DrainService, InstanceEvents] })
export class InstanceEventsModule {}
