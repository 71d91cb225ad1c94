import { applyDecorators } from '@nestjs/common';
import { ApiParam, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { Describe, HEADER_SCHEMES } from '../openapi/describe.decorators.js';
import { schemaRef } from '../openapi/schemas.js';

const REFUSALS = ['auth_required', 'invalid_token', 'forbidden', 'invalid_request', 'store_unavailable'] as const;

/** Describes `GET /operator/api/streams`. */
export const DescribeStreams = () =>
  applyDecorators(
    Describe({
      summary: 'Who is connected, at all instances.',
      description:
        'Pages in the order of instance and id; a page is as old as the last renewal of each lease, some seconds.',
      credentials: HEADER_SCHEMES,
      problems: REFUSALS,
    }),
    ApiQuery({
      name: 'limit',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 1_000, default: 100, example: 10 },
    }),
    ApiQuery({ name: 'principal', required: false, description: 'Only its streams.', schema: { type: 'string' } }),
    ApiQuery({ name: 'after', required: false, description: 'The `next` of a page.', schema: { type: 'string' } }),
    ApiResponse({ status: 200, description: 'A page of streams.', schema: schemaRef('StreamsPage') }),
  );

/** Describes `DELETE /operator/api/streams/{id}`. */
export const DescribeEndStream = () =>
  applyDecorators(
    Describe({
      summary: 'End one stream, at whichever instance it is.',
      credentials: HEADER_SCHEMES,
      problems: REFUSALS,
    }),
    ApiParam({ name: 'id', schema: { type: 'string', example: '0mgtl3x9k2a-1f00c3de' } }),
    ApiResponse({
      status: 202,
      description: 'The store has it; the stream ends within a second.',
      schema: schemaRef('Ended'),
    }),
  );

/** Describes `DELETE /operator/api/principals/{name}/sessions`. */
export const DescribeEndSessions = () =>
  applyDecorators(
    Describe({
      summary: 'Revoke the tokens of a principal and end its streams, at all instances.',
      description: 'What it is issued afterwards is good: take its credential away first, if it must not come back.',
      credentials: HEADER_SCHEMES,
      problems: REFUSALS,
    }),
    ApiParam({ name: 'name', schema: { type: 'string', example: 'gateway' } }),
    ApiResponse({
      status: 202,
      description: 'The store has it: no token of before opens a stream any more, and open ones end within a second.',
      schema: schemaRef('Ended'),
    }),
  );
