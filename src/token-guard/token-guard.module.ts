import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuthModule } from '../auth/auth.module.js';
import { SseTokenModule } from '../sse-token/sse-token.module.js';
import { PrincipalAccess } from './principal-access.service.js';
import { StreamTokenGuard } from './stream-token.guard.js';
import { StreamTokens } from './stream-tokens.service.js';
import { TokenGuard } from './token.guard.js';

/** Puts `TokenGuard` before every route of the service. */
@Module({
  imports: [AuthModule, SseTokenModule],
  providers: [PrincipalAccess, StreamTokens, StreamTokenGuard, { provide: APP_GUARD, useClass: TokenGuard }],
  exports: [PrincipalAccess, StreamTokens, StreamTokenGuard],
})
export class TokenGuardModule {}
