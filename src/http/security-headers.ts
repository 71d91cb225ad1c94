import { type IncomingMessage, type ServerResponse } from 'node:http';
import helmet from 'helmet';
import { type RequestStep } from './request-step.js';

/** What matters for a body that no browser renders; a stream keeps its headers in memory for as long as it is open. */
const FOR_STREAMS = ['referrer-policy', 'x-content-type-options'];

/** helmet's headers, asked for once, since they are the same for every answer; streams get the few that mean something. */
export function securityHeaders(streamPath: string): RequestStep {
  const headers = askHelmet();
  const forStreams = headers.filter(([name]) => FOR_STREAMS.includes(name.toLowerCase()));
  return ({ path }, response) => {
    for (const [name, value] of path === streamPath ? forStreams : headers) response.setHeader(name, value);
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
