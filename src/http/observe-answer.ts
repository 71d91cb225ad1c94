import { type Request, type Response } from 'express';
import { type Histogram } from 'prom-client';

/** The pattern of the route that answered, never the path itself, which may hold anything. */
export function routeOf(request: Request): string {
  const route = request.route as { path?: unknown } | undefined;
  return typeof route?.path === 'string' ? route.path : 'none';
}

/** Counts a request as answered now. */
export function observeAnswer(durations: Histogram, request: Request, response: Response): void {
  const seconds = (performance.now() - request.context.startedAt) / 1_000;
  durations.observe({ method: request.method, route: routeOf(request), status: response.statusCode }, seconds);
  request.context.observed = true;
}
