import { type IncomingMessage, type ServerResponse } from 'node:http';
import helmet from 'helmet';
import { STREAM_PATH } from './endpoints.js';
import { type RequestStep } from './request-step.js';
import { type RoutedRequest } from './routed-request.js';

/** What matters for a body that no browser renders; a stream keeps its headers in memory for as long as it is open. */
const FOR_STREAMS = ['referrer-policy', 'x-content-type-options'];

/** helmet's headers, asked for once, since they are the same for every answer. */
const SECURITY = askHelmet();
const STREAM_SECURITY = Object.fromEntries(SECURITY.filter(([name]) => FOR_STREAMS.includes(name.toLowerCase())));

/** Gives every answer its correlation id and helmet's headers, but for the stream's, which get `headersLeft`. */
export const answerHeaders: RequestStep = ({ path, context }, response) => {
  if (path === STREAM_PATH) return;
  response.setHeader('X-Correlation-Id', context.correlationId);
  for (const [name, value] of SECURITY) response.setHeader(name, value);
};

/**
 * What `answerHeaders` left to whoever writes the head. On the stream's path all headers go out at once: those that are
 * set one by one cost time, and memory for as long as the stream is open.
 */
export function headersLeft({ path, context }: RoutedRequest): Record<string, string> {
  return path === STREAM_PATH ? { 'X-Correlation-Id': context.correlationId, ...STREAM_SECURITY } : {};
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
