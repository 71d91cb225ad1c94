import { applyDecorators, UseFilters, UseGuards } from '@nestjs/common';
import { StreamTokenGuard } from '../../token-guard/stream-token.guard.js';
import { ShortAnswerFilter } from './short-answer.filter.js';
import { SoftRefusalFilter } from './soft-refusal.filter.js';
import { StreamRequestGuard } from './stream-request.guard.js';

/**
 * For a route that opens a stream with `StreamService.open`. Its guards let in a client with a token, or one that the options
 * of `TokenGuardModule` let in. The last guard redeems the token, once there is a place for the stream.
 */
export const OpensStream = () =>
  applyDecorators(UseGuards(StreamRequestGuard, StreamTokenGuard), UseFilters(SoftRefusalFilter, ShortAnswerFilter));
