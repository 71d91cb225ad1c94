import { applyDecorators } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import { FILTER_NAMES_MAX, NAME, SEVERITIES } from '../validation/event-rules.js';

/** Describes the filters of histories and streams for OpenAPI. */
export const DescribeFilters = () =>
  applyDecorators(
    filter('severity', { type: 'string', enum: [...SEVERITIES] }, 'warn'),
    filter('module', { type: 'string', pattern: NAME.source }, 'switch'),
    filter('event_type', { type: 'string', pattern: NAME.source }, 'status.changed'),
  );

function filter(
  name: string,
  items: { type: string; enum?: string[]; pattern?: string },
  example: string,
): MethodDecorator {
  // Not as an example of OpenAPI: the API page would fill it in, and the stream would be silent.
  const description = `Only these, such as \`${example}\`, at most ${FILTER_NAMES_MAX}; repeatable, or separated by commas.`;
  return ApiQuery({ name, required: false, description, schema: { type: 'array', items } });
}
