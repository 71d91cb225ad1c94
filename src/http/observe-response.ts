import { type ServerResponse } from 'node:http';
import { type Histogram } from 'prom-client';
import { METHODS } from '../endpoints/endpoint-rule.js';
import { type RoutedRequest } from './routed-request.js';

const KNOWN: ReadonlySet<string> = new Set(['HEAD', ...METHODS]);

/** The pattern of the route of a request. Never the path itself, which may hold a token. */
export function routeOf(request: RoutedRequest): string {
  const route = request.route as { path?: unknown } | undefined;
  return typeof route?.path === 'string' ? route.path : 'none';
}

/** A method that a route may take; any other would be a label of a caller's choice. */
function methodOf({ method = '' }: RoutedRequest): string {
  return KNOWN.has(method) ? method : 'other';
}

/** Adds the time that a request took until now to the histogram. */
export function observeResponse(durations: Histogram, request: RoutedRequest, response: ServerResponse): void {
  const seconds = (performance.now() - request.context.startedAt) / 1_000;
  durations.observe({ method: methodOf(request), route: routeOf(request), status: response.statusCode }, seconds);
  request.context.observed = true;
}
