import { applyDecorators, UseFilters, UseGuards } from '@nestjs/common';
import { StreamTokenGuard } from '../../token-guard/stream-token.guard.js';
import { SoftRefusalFilter } from './soft-refusal.filter.js';
import { StreamRequestGuard } from './stream-request.guard.js';

/**
 * For a route that opens a stream by `StreamService.open`: to whoever has a token, or is let in by the options of
 * `TokenGuardModule`. The token is redeemed by the last guard, once there is a place for the stream.
 */
export const OpensStream = () =>
  applyDecorators(UseGuards(StreamRequestGuard, StreamTokenGuard), UseFilters(SoftRefusalFilter));
