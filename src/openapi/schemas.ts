import { type OpenAPIObject } from '@nestjs/swagger';
import { PROBLEMS } from '../problems/problem-catalogue.js';
import {
  EVENT_ID,
  EVENTS_PER_CALL,
  NAME,
  PAYLOAD_MAX_BYTES,
  PAYLOAD_MAX_DEPTH,
  SEVERITIES,
  SUMMARY_MAX,
} from '../validation/event-rules.js';

type SchemaObject = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

const name: SchemaObject = { type: 'string', pattern: NAME.source };
const id: SchemaObject = { type: 'string', pattern: EVENT_ID.source };
const position: SchemaObject = {
  type: 'string',
  pattern: '^[0-9a-z]{1,16}-\\d+-\\d+$',
  example: 'k3f9a2zz-1795334651398-1205',
};
const severity: SchemaObject = { type: 'string', enum: [...SEVERITIES] };
const time: SchemaObject = { type: 'string', format: 'date-time' };

const given = {
  event_type: name,
  module: name,
  severity,
  summary: { type: 'string', minLength: 1, maxLength: SUMMARY_MAX },
  payload: {
    type: 'object',
    additionalProperties: true,
    description: `At most ${PAYLOAD_MAX_BYTES} bytes of JSON and ${PAYLOAD_MAX_DEPTH} levels.`,
  },
  event_id: {
    type: 'string',
    pattern: EVENT_ID.source,
    description: 'Seen again within ten minutes, it answers the first id and is not published again.',
  },
  correlation_id: id,
  created_at: time,
} as const satisfies Record<string, SchemaObject>;

/** Every schema of the API description. */
export const SCHEMAS = {
  NewEvent: {
    type: 'object',
    required: ['event_type', 'module', 'severity', 'summary'],
    additionalProperties: false,
    properties: given,
  },
  NewEvents: {
    type: 'object',
    required: ['events'],
    additionalProperties: false,
    properties: {
      events: {
        type: 'array',
        minItems: 1,
        maxItems: EVENTS_PER_CALL,
        items: { $ref: '#/components/schemas/NewEvent' },
      },
    },
  },
  Event: { type: 'object', required: Object.keys(given), additionalProperties: false, properties: given },
  Published: {
    type: 'object',
    required: ['accepted', 'ids'],
    properties: { accepted: { type: 'integer' }, ids: { type: 'array', items: position } },
  },
  History: {
    type: 'object',
    required: ['events', 'positions', 'first_event_id', 'last_event_id', 'gap'],
    properties: {
      events: { type: 'array', items: { $ref: '#/components/schemas/Event' } },
      positions: {
        type: 'array',
        items: position,
        description: 'The position of each of `events`, in the same order.',
      },
      first_event_id: { ...position, nullable: true },
      last_event_id: position,
      gap: {
        type: 'object',
        nullable: true,
        required: ['reason', 'missed_from', 'resumed_at'],
        properties: {
          reason: { type: 'string', enum: ['trimmed', 'log_lost', 'log_rewound'] },
          missed_from: position,
          resumed_at: position,
        },
      },
    },
  },
  TokenRequest: {
    type: 'object',
    additionalProperties: false,
    properties: {
      modules: { type: 'array', minItems: 1, maxItems: 100, items: name },
      severities: { type: 'array', minItems: 1, maxItems: 4, items: severity },
    },
  },
  Token: {
    type: 'object',
    required: ['sse_token', 'expires_in_sec', 'ttl_sec', 'endpoint'],
    properties: {
      sse_token: { type: 'string', minLength: 43, maxLength: 43, description: 'Opens one stream, once.' },
      expires_in_sec: { type: 'integer' },
      ttl_sec: { type: 'integer', description: 'The same as `expires_in_sec`.' },
      endpoint: { type: 'string' },
    },
  },
  ListedStream: {
    type: 'object',
    required: [
      'id',
      'principal',
      'since',
      'address',
      'instance',
      'resumes',
      'filters',
      'last_event_id',
      'lag',
      'waiting_bytes',
    ],
    properties: {
      id: { type: 'string' },
      principal: { type: 'string' },
      since: time,
      address: { type: 'string', description: 'That of its client.' },
      instance: { type: 'string' },
      resumes: { type: 'integer' },
      filters: {
        type: 'object',
        description: 'What it shows; an absent list shows everything.',
        properties: {
          module: { type: 'array', items: name },
          severity: { type: 'array', items: severity },
          event_type: { type: 'array', items: name },
        },
      },
      filter_names_left_out: { type: 'integer' },
      last_event_id: { ...position, nullable: true, description: 'Up to where it was given events.' },
      lag: { type: 'integer', nullable: true, description: 'Events of the log beyond that.' },
      waiting_bytes: { type: 'integer', nullable: true, description: 'Bytes that its client has not taken.' },
    },
  },
  StreamsPage: {
    type: 'object',
    required: ['streams', 'next', 'unlisted'],
    properties: {
      streams: { type: 'array', items: { $ref: '#/components/schemas/ListedStream' } },
      next: { type: 'string', nullable: true, description: 'The next `after`; null on the last page.' },
      unlisted: { type: 'integer', description: 'Open streams that no page lists.' },
    },
  },
  Ended: {
    type: 'object',
    required: ['live_streams'],
    properties: {
      live_streams: {
        type: 'integer',
        nullable: true,
        description: 'Streams that were open, by the leases; null where that is not known.',
      },
    },
  },
  Problem: {
    type: 'object',
    required: ['type', 'title', 'status', 'code', 'detail', 'correlation_id'],
    properties: {
      type: { type: 'string' },
      title: { type: 'string' },
      status: { type: 'integer' },
      code: { type: 'string', enum: Object.keys(PROBLEMS) },
      detail: { type: 'string' },
      correlation_id: { type: 'string' },
      outcome: { type: 'string', enum: ['not_applied', 'unknown'] },
      errors: {
        type: 'array',
        items: {
          type: 'object',
          required: ['field', 'message'],
          properties: { field: { type: 'string' }, message: { type: 'string' } },
        },
      },
    },
  },
} as const satisfies Record<string, SchemaObject>;

export type SchemaName = keyof typeof SCHEMAS;

export function schemaRef(schema: SchemaName): { $ref: string } {
  return { $ref: `#/components/schemas/${schema}` };
}
