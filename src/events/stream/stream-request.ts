import { type RoutedRequest } from '../../http/routed-request.js';
import { StreamOpening } from './stream-opening.js';

/** Returns the `StreamOpening` that `StreamRequestGuard` made for a request. */
export function openingOf({ streamGate }: RoutedRequest): StreamOpening {
  if (streamGate instanceof StreamOpening) return streamGate;
  throw new Error('A stream was reached by a route without @OpensStream().');
}

/**
 * Frees what a request holds, except for what its log line needs. An open stream keeps its request as long as it is open, and
 * its headers and query are not used any more.
 */
export function release(request: RoutedRequest): void {
  request.headers = {};
  request.rawHeaders = [];
  Object.assign(request, { url: '', next: undefined, streamGate: undefined });
  // Express derives the query from the URL, and has no other.
  if (Object.hasOwn(request, 'query')) request.query = {};
  request.context.headersLeft = undefined;
}
