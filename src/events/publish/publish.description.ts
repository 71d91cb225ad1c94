import { ApiBody, ApiResponse } from '@nestjs/swagger';
import { type Description } from '../../endpoints/describe.js';
import { schemaRef } from '../../openapi/schemas.js';

const EXAMPLE = {
  event_type: 'status.changed',
  module: 'switch',
  severity: 'warn',
  summary: 'Route to hermes is degraded.',
  payload: { route: 'hermes', latency_ms: 840 },
};

/** Describes `POST /operator/api/events`. */
export const PUBLISH: Description = {
  text: 'Accepted once the log has them: in order, all or none. After `store_unavailable` with outcome `unknown`, send them again with the same `event_id`.',
  problems: [
    'invalid_request',
    'payload_too_large',
    'unsupported_media_type',
    'overloaded',
    'store_unavailable',
    'store_full',
    'log_format',
  ],
  parts: [
    ApiBody({
      required: true,
      schema: { oneOf: [schemaRef('NewEvent'), schemaRef('NewEvents')] },
      examples: {
        one: { summary: 'One event', value: EXAMPLE },
        several: { summary: 'Several events', value: { events: [EXAMPLE, { ...EXAMPLE, severity: 'info' }] } },
      },
    }),
    ApiResponse({ status: 202, description: 'The log has them.', schema: schemaRef('Published') }),
  ],
};
