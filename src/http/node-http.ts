import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type RoutedRequest } from './routed-request.js';

/** What Fastify hands to guards and controllers. */
interface FastifyRequest {
  readonly raw: IncomingMessage;
  readonly query: RoutedRequest['query'];
}
interface FastifyReply {
  readonly raw: ServerResponse;
  hijack(): unknown;
}

/** node's own request, with its query: Express' request is one, Fastify's has one. */
export function nodeRequest(request: RoutedRequest | FastifyRequest): RoutedRequest {
  if (!('raw' in request)) return request;
  const { raw, query } = request;
  return Object.assign(raw, { query }) as RoutedRequest;
}

/** node's own response, of an Express or Fastify response. */
export function nodeResponse(response: ServerResponse | FastifyReply): ServerResponse {
  return 'raw' in response ? response.raw : response;
}

/** node's own response, for code that writes to it directly. Fastify is told not to respond. */
export function takeOver(response: ServerResponse | FastifyReply): ServerResponse {
  if ('hijack' in response) response.hijack();
  return nodeResponse(response);
}
