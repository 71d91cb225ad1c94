import { applyDecorators, UseGuards } from '@nestjs/common';
import { GuardedAsStream } from '../../auth/access.decorators.js';
import { StreamTokenGuard } from '../../token-guard/stream-token.guard.js';
import { StreamRequestGuard } from './stream-request.guard.js';

/** Whoever has a token, or a credential that may read. The token is spent by the last guard. */
export const OpensStream = () => applyDecorators(GuardedAsStream(), UseGuards(StreamRequestGuard, StreamTokenGuard));
