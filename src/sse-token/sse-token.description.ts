import { ApiBody, ApiResponse } from '@nestjs/swagger';
import { type Description } from '../endpoints/describe.js';
import { schemaRef } from '../openapi/schemas.js';

/** Describes `POST /operator/api/events/sse-token`. */
export const ISSUE: Description = {
  text: 'The body is optional: it restricts what the stream may show.',
  problems: [
    'invalid_request',
    'payload_too_large',
    'unsupported_media_type',
    'overloaded',
    'store_unavailable',
    'store_full',
  ],
  parts: [
    ApiBody({
      required: false,
      schema: schemaRef('TokenRequest'),
      examples: {
        restricted: {
          summary: 'Only errors of two modules',
          value: { modules: ['switch', 'hermes'], severities: ['error', 'critical'] },
        },
      },
    }),
    ApiResponse({ status: 200, description: 'The token.', schema: schemaRef('Token') }),
  ],
};
