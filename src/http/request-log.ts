import { type ServerResponse } from 'node:http';
import { type Logger } from 'pino';
import { type Histogram } from 'prom-client';
import { type EndpointCatalogue } from '../endpoints/endpoint-catalogue.js';
import { observeResponse, routeOf } from './observe-response.js';
import { type RequestStep } from './request-step.js';
import { type RoutedRequest } from './routed-request.js';

/** Status in the log of a request whose client went before it was answered; nginx' number for it. */
const CLIENT_GONE = 499;

/**
 * One line a request, written when its connection is done with it (a stream's when the stream is over), and its duration
 * for the metrics. Neither holds a path or a query string, which may hold a token.
 */
export function requestLog(logger: Logger, durations: Histogram, endpoints: EndpointCatalogue): RequestStep {
  return (request, response) => {
    if (!response.headersSent) response.statusCode = CLIENT_GONE;
    if (!request.context.observed) observeResponse(durations, request, response);
    // Probes and scrapes that go well would be most of the log.
    const level = response.statusCode < 400 && endpoints.isPolled(routeOf(request)) ? 'debug' : 'info';
    logger[level](lineOf(request, response), 'request');
  };
}

function lineOf(request: RoutedRequest, { statusCode }: ServerResponse): Record<string, unknown> {
  const { correlationId, address, startedAt, tokenId, tokenOf, problem, refusal, softRefusal } = request.context;
  const principal = request.context.principal?.name ?? tokenOf;
  return {
    correlation_id: correlationId,
    address,
    method: request.method,
    route: routeOf(request),
    status: statusCode,
    duration_ms: Math.round((performance.now() - startedAt) * 10) / 10,
    ...(principal && { principal }),
    ...(tokenId && { token_id: tokenId }),
    ...(problem && { code: problem }),
    ...(softRefusal && { refused: softRefusal }),
    ...(refusal && { reason: refusal }),
  };
}
