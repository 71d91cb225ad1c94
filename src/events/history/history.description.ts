import { applyDecorators } from '@nestjs/common';
import { ApiQuery, ApiResponse } from '@nestjs/swagger';
import { Describe, HEADER_SCHEMES } from '../../openapi/describe.decorators.js';
import { schemaRef } from '../../openapi/schemas.js';
import { DescribeFilters } from '../filter.description.js';

/** Describes `GET /operator/api/events`. */
export const DescribeHistory = () =>
  applyDecorators(
    Describe({
      summary: 'Read recent events, oldest first; the polling fallback.',
      description:
        'Without `after` the newest. A poller sends `last_event_id` as the next `after`; `gap` says when something is missing. One answer has at most 1 MiB of events; nothing is left once `last_event_id` stays.',
      credentials: HEADER_SCHEMES,
      problems: [
        'auth_required',
        'invalid_token',
        'forbidden',
        'invalid_request',
        'rate_limited',
        'overloaded',
        'store_unavailable',
      ],
    }),
    ApiQuery({
      name: 'limit',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 1_000, default: 100, example: 10 },
    }),
    ApiQuery({ name: 'after', required: false, description: 'A `last_event_id`.', schema: { type: 'string' } }),
    DescribeFilters(),
    ApiResponse({ status: 200, description: 'The events.', schema: schemaRef('History') }),
  );
