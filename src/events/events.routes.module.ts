import { Module } from '@nestjs/common';
import { RequestBodyModule } from '../request-body/request-body.module.js';
import { HistoryController } from './history/history.controller.js';
import { PublishController } from './publish/publish.controller.js';
import { StreamController } from './stream/stream.controller.js';

/**
 * `/operator/api/events` and `/operator/api/events/stream`. Needs `EventsModule`, `SseTokenModule` and `TokenGuardModule` among
 * its imports.
 */
@Module({ imports: [RequestBodyModule], controllers: [StreamController, PublishController, HistoryController] })
export class EventsRoutesModule {}
