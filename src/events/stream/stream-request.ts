import { type RoutedRequest } from '../../http/routed-request.js';
import { type StreamPlace } from '../../streaming/stream-place.js';
import { type StreamQuery } from './stream-query.js';

/** A request for a stream, once `StreamRequestGuard` let it pass. */
export interface StreamRequest extends RoutedRequest {
  streamQuery: StreamQuery & { snapshot: number };
  /** The stream takes it. */
  streamPlace: StreamPlace;
}

/**
 * Lets go of what a request holds beside what its log line needs. An open stream keeps its request for its whole life,
 * and nobody looks at its headers and its query any more.
 */
export function release(request: StreamRequest): void {
  request.headers = {};
  request.rawHeaders = [];
  const nothing = { next: undefined, streamQuery: undefined, streamGate: undefined, streamPlace: undefined };
  Object.assign(request, { url: '', query: {}, ...nothing });
  request.context.grant = undefined;
}
