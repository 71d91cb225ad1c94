import { Module } from '@nestjs/common';
import { RequestBodyModule } from '../request-body/request-body.module.js';
import { SseTokenController } from './sse-token.controller.js';

/** `POST /operator/api/events/sse-token`. Needs `SseTokenModule` and `ResumeCookies` among its imports. */
@Module({ imports: [RequestBodyModule], controllers: [SseTokenController] })
export class SseTokenRoutesModule {}
