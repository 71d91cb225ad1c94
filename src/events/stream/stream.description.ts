import { ApiHeader, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { type Description } from '../../endpoints/describe.js';
import { DescribeFilters } from '../filter.description.js';

const FRAMES = `retry: 1420

id: k3f9a2zz-1795334651340-1204
event: snapshot
data: {"type":"snapshot","events":[],"last_event_id":"k3f9a2zz-1795334651340-1204"}

id: k3f9a2zz-1795334651398-1205
data: {"event_id":"0199…","event_type":"status.changed","summary":"…","module":"switch","severity":"warn","correlation_id":"…","payload":{},"created_at":"2026-11-22T08:00:00.000Z"}

id: k3f9a2zz-1795334651398-1205
event: heartbeat
data: {"type":"heartbeat","timestamp":"2026-11-22T08:00:00.000Z"}

id: k3f9a2zz-1795334651500-2000
event: gap
data: {"type":"gap","reason":"trimmed","missed_from":"k3f9a2zz-1795334651398-1205","resumed_at":"k3f9a2zz-1795334651500-2000"}

event: goodbye
retry: 1840
data: {"type":"goodbye","reason":"draining","reconnect":true,"retry_ms":1840}

`;

/** Describes `GET /operator/api/events/stream`. */
export const STREAM: Description = {
  text: 'Takes a token in the query, or a credential in the header, not both. While the store is away the answer is 200 with `retry:` and an end: a browser comes back by itself, and the token is not spent. The API page shows the first five seconds.',
  problems: ['invalid_request', 'method_not_allowed', 'draining', 'overloaded'],
  parts: [
    DescribeFilters(),
    ApiQuery({
      name: 'snapshot',
      required: false,
      description: 'How many recent events to begin with.',
      schema: { type: 'integer', minimum: 0, maximum: 100, default: 5 },
    }),
    ApiQuery({
      name: 'last_event_id',
      required: false,
      description: 'Where to go on; the header wins.',
      schema: { type: 'string' },
    }),
    ApiQuery({ name: 'follow', required: false, description: 'Ignored.', schema: { type: 'string' } }),
    ApiHeader({ name: 'Last-Event-ID', required: false, description: 'Where to go on. A browser sends it by itself.' }),
    ApiHeader({
      name: 'Cookie',
      required: false,
      description: 'A browser sends its resume cookie by itself, and with it goes on after its token is spent.',
    }),
    ApiResponse({
      status: 204,
      description: 'The last id is that of a stream that was superseded: an EventSource stops for good.',
    }),
    ApiResponse({
      status: 200,
      description: 'The stream; or, for a browser without a cookie, one with `Set-Cookie`, `id:`, `retry:` and an end.',
      content: { 'text/event-stream': { schema: { type: 'string' }, example: FRAMES } },
    }),
  ],
};
