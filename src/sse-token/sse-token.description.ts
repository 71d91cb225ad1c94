import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiResponse } from '@nestjs/swagger';
import { Describe, HEADER_SCHEMES } from '../openapi/describe.decorators.js';
import { schemaRef } from '../openapi/schemas.js';

/** Describes `POST /operator/api/events/sse-token`. */
export const DescribeIssue = () =>
  applyDecorators(
    Describe({
      summary: 'Ask for a token that opens one stream.',
      description: 'The body is optional: it restricts what the stream may show.',
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
      ],
    }),
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
  );
