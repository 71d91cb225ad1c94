import { Module } from '@nestjs/common';
import { ConfigurableModuleClass, TOKEN_GUARD_OPTIONS } from './token-guard.options.js';

/**
 * What `StreamTokenGuard` needs beside `SseTokenModule`; `forRoot` and `forRootAsync` take `TokenGuardOptions`. The module of a
 * route that has the guard imports both.
 */
@Module({ exports: [TOKEN_GUARD_OPTIONS] })
export class TokenGuardModule extends ConfigurableModuleClass {}
