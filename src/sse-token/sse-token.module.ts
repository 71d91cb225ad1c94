import { Module } from '@nestjs/common';
import { ConfigurableModuleClass } from './sse-token.options.js';
import { SseTokenService } from './sse-token.service.js';

/** Issues and redeems tokens; `forRoot` and `forRootAsync` take `SseTokenOptions`. Has no routes. */
@Module({ providers: [SseTokenService], exports: [SseTokenService] })
export class SseTokenModule extends ConfigurableModuleClass {}
