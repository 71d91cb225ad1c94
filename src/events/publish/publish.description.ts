import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiResponse } from '@nestjs/swagger';
import { Describe, HEADER_SCHEMES } from '../../openapi/describe.decorators.js';
import { schemaRef } from '../../openapi/schemas.js';

const EXAMPLE = {
  event_type: 'status.changed',
  module: 'switch',
  severity: 'warn',
  summary: 'Route to hermes is degraded.',
  payload: { route: 'hermes', latency_ms: 840 },
};

/** Describes `POST /operator/api/events`. */
export const DescribePublish = () =>
  applyDecorators(
    Describe({
      summary: 'Publish one event, or up to 1,000.',
      description:
        'Accepted once the log has them: in order, all or none. After `store_unavailable` with outcome `unknown`, send them again with the same `event_id`.',
      credentials: HEADER_SCHEMES,
      problems: [
        'auth_required',
        'invalid_token',
        'forbidden',
        'invalid_request',
        'payload_too_large',
        'unsupported_media_type',
        'rate_limited',
        'overloaded',
        'store_unavailable',
        'store_full',
        'log_format',
      ],
    }),
    ApiBody({
      required: true,
      schema: { oneOf: [schemaRef('NewEvent'), schemaRef('NewEvents')] },
      examples: {
        one: { summary: 'One event', value: EXAMPLE },
        several: { summary: 'Several events', value: { events: [EXAMPLE, { ...EXAMPLE, severity: 'info' }] } },
      },
    }),
    ApiResponse({ status: 202, description: 'The log has them.', schema: schemaRef('Published') }),
  );
