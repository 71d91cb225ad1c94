import { type IncomingMessage, type ServerResponse } from 'node:http';
import helmet from 'helmet';
import { type RequestStep } from './request-step.js';

/** The security headers that matter for a stream. It keeps its headers in memory as long as it is open, so it gets no others. */
const FOR_STREAMS = ['referrer-policy', 'x-content-type-options'];

/** helmet's headers, asked for once, since they are the same for every response. */
const SECURITY = askHelmet();
const ALL_SECURITY = SECURITY.flat();
const STREAM_SECURITY = SECURITY.filter(([name]) => FOR_STREAMS.includes(name.toLowerCase())).flat();

/**
 * Gives every response its correlation id and helmet's headers. For `streamPaths` and direct routes they are left in the context for
 * the code that writes the head: headers that are set one by one cost time, and memory for as long as a stream is open.
 */
export function responseHeaders(streamPaths: readonly string[]): RequestStep {
  return ({ path, route, context }, response) => {
    const security = streamPaths.includes(path) ? STREAM_SECURITY : ALL_SECURITY;
    // On arrival only a request of a direct route has its route.
    if (security === STREAM_SECURITY || route !== undefined) {
      context.headersLeft = ['X-Correlation-Id', context.correlationId, ...security];
      return;
    }
    response.setHeader('X-Correlation-Id', context.correlationId);
    for (const [name, value] of SECURITY) response.setHeader(name, value);
  };
}

function askHelmet(): [string, string][] {
  const headers: [string, string][] = [];
  const response = {
    setHeader: (name: string, value: string) => headers.push([name, value]),
    removeHeader: () => undefined,
  };
  // Upgrading requests would break the API page where there is no TLS; nginx redirects where there is.
  const options = { contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } };
  helmet(options)({} as IncomingMessage, response as unknown as ServerResponse, () => undefined);
  return headers;
}
