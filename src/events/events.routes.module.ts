import { Module } from '@nestjs/common';
import { RequestBodyModule } from '../request-body/request-body.module.js';
import { HistoryController } from './history/history.controller.js';
import { PublishController } from './publish/publish.controller.js';
import { StreamController } from './stream/stream.controller.js';

/**
 * The routes `/operator/api/events` and `/operator/api/events/stream`. The application must also import `EventsModule`,
 * `SseTokenModule` and `TokenGuardModule`.
 */
@Module({ imports: [RequestBodyModule], controllers: [StreamController, PublishController, HistoryController] })
export class EventsRoutesModule {}
