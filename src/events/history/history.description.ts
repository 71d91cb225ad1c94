import { ApiQuery, ApiResponse } from '@nestjs/swagger';
import { type Description } from '../../endpoints/describe.js';
import { schemaRef } from '../../openapi/schemas.js';
import { DescribeFilters } from '../filter.description.js';

/** Describes `GET /operator/api/events`. */
export const HISTORY: Description = {
  text: 'Without `after` the newest. A poller sends `last_event_id` as the next `after`; `gap` says when something is missing. One answer has at most 1 MiB of events; nothing is left once `last_event_id` stays.',
  problems: ['invalid_request', 'overloaded', 'store_unavailable'],
  parts: [
    ApiQuery({
      name: 'limit',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 1_000, default: 100 },
    }),
    ApiQuery({
      name: 'after',
      required: false,
      description: 'A `last_event_id`, or one of `positions`.',
      schema: { type: 'string' },
    }),
    ApiQuery({
      name: 'before',
      required: false,
      description: 'A `first_event_id`, or one of `positions`: the newest events before it. Not with `after`.',
      schema: { type: 'string' },
    }),
    DescribeFilters(),
    ApiResponse({ status: 200, description: 'The events.', schema: schemaRef('History') }),
  ],
};
