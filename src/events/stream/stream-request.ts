import { type RoutedRequest } from '../../http/routed-request.js';
import { StreamOpening } from './stream-opening.js';

/** The opening of a request that `StreamRequestGuard` let pass. */
export function openingOf({ streamGate }: RoutedRequest): StreamOpening {
  if (streamGate instanceof StreamOpening) return streamGate;
  throw new Error('A stream was reached by a route without @OpensStream().');
}

/**
 * Lets go of what a request holds beside what its log line needs. An open stream keeps its request for its whole life,
 * and nobody looks at its headers and its query any more.
 */
export function release(request: RoutedRequest): void {
  request.headers = {};
  request.rawHeaders = [];
  Object.assign(request, { url: '', next: undefined, streamGate: undefined });
  // Express derives the query from the URL, and has no other.
  if (Object.hasOwn(request, 'query')) request.query = {};
  request.context.headersLeft = undefined;
}
