import { Module } from '@nestjs/common';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';

/**
 * `/operator/api/streams` and `/operator/api/principals/{name}/sessions`. Needs the stores and a `SessionsObserver` among its
 * imports.
 */
@Module({ controllers: [SessionsController], providers: [SessionsService] })
export class SessionsRoutesModule {}
