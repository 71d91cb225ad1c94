import { ApiParam, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { type Description } from '../endpoints/describe.js';
import { schemaRef } from '../openapi/schemas.js';
import { type ProblemCode } from '../problems/problem-catalogue.js';

const problems: readonly ProblemCode[] = ['invalid_request', 'store_unavailable'];

/** Describes `GET /operator/api/streams`. */
export const STREAMS: Description = {
  text: 'Pages in the order of instance and id; a page is as old as the last renewal of each lease, some seconds.',
  problems,
  parts: [
    ApiQuery({
      name: 'limit',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 1_000, default: 100 },
    }),
    ApiQuery({ name: 'principal', required: false, description: 'Only its streams.', schema: { type: 'string' } }),
    ApiQuery({ name: 'after', required: false, description: 'The `next` of a page.', schema: { type: 'string' } }),
    ApiResponse({ status: 200, description: 'A page of streams.', schema: schemaRef('StreamsPage') }),
  ],
};

/** Describes `DELETE /operator/api/streams/{id}`. */
export const END_STREAM: Description = {
  problems,
  parts: [
    ApiParam({ name: 'id', schema: { type: 'string', example: '0mgtl3x9k2a-1f00c3de' } }),
    ApiResponse({
      status: 202,
      description: 'The store has it; the stream ends within a second.',
      schema: schemaRef('Ended'),
    }),
  ],
};

/** Describes `DELETE /operator/api/principals/{name}/sessions`. */
export const END_SESSIONS: Description = {
  text: 'What it is issued afterwards is good: take its credential away first, if it must not come back.',
  problems,
  parts: [
    ApiParam({ name: 'name', schema: { type: 'string', example: 'gateway' } }),
    ApiResponse({
      status: 202,
      description: 'The store has it: no token of before opens a stream any more, and open ones end within a second.',
      schema: schemaRef('Ended'),
    }),
  ],
};
