import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type EndpointCatalogue } from '../../endpoints/endpoint-catalogue.js';
import { PAGE_PATH } from '../../endpoints/paths.js';
import { Problem } from '../../problems/problem.js';
import { type RequestStep } from '../request-step.js';
import { headWith, leftByName } from '../response-head.js';
import { type RoutedRequest } from '../routed-request.js';
import { originFinder } from './request-origin.js';

/** What pages elsewhere may call: the API, and the client that they may load from here. */
const OPEN = ['/operator/api/', PAGE_PATH];

/** Headers of a request that the API reads, and for which a browser asks first. */
const REQUEST_HEADERS = [
  'X-VX11-Token',
  'Authorization',
  'Content-Type',
  'Content-Encoding',
  'Last-Event-ID',
  'X-Correlation-Id',
].join(', ');
/** Headers of a response that mean something to a page. */
const RESPONSE_HEADERS = [
  'X-Correlation-Id',
  'Retry-After',
  'RateLimit',
  'RateLimit-Policy',
  'Allow',
  'WWW-Authenticate',
].join(', ');
/** How long a browser may remember a preflight, s; Chromium remembers none for longer. */
const MAX_AGE = 7_200;

/**
 * Notes whose page sent a request, and lets pages of allowed origins read the response, also that of an error. Goes after
 * `responseHeaders`, which says where the headers of a stream are left.
 */
export function crossOrigin(allowedOrigins: readonly string[]): RequestStep {
  const originOf = originFinder(allowedOrigins);
  return (request, response) => {
    const { context, path } = request;
    context.origin = originOf(request);
    if (allowedOrigins.length === 0 || !isOpen(path)) return;
    const headers = {
      // A cache must not hand the response for one origin to another.
      Vary: 'Origin',
      ...(context.origin === 'allowed' && {
        'Access-Control-Allow-Origin': request.headers.origin!,
        'Access-Control-Allow-Credentials': 'true',
        'Access-Control-Expose-Headers': RESPONSE_HEADERS,
      }),
    };
    if (context.headersLeft) context.headersLeft = headWith(context, Object.entries(headers).flat());
    else for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  };
}

function isOpen(path: string): boolean {
  return OPEN.some((prefix) => path.startsWith(prefix));
}

/** Responds to preflights, with the methods of the path that is asked for. An Express middleware. */
export function answerPreflights(endpoints: EndpointCatalogue) {
  return (incoming: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void): void => {
    const request = incoming as RoutedRequest;
    const { context, headers, method, path } = request;
    const asked = headers.origin !== undefined && headers['access-control-request-method'] !== undefined;
    const methods = method === 'OPTIONS' && asked && isOpen(path) ? endpoints.methodsOf(path) : [];
    if (methods.length === 0) return next();
    if (context.origin === 'foreign') return next(foreignOrigin());
    if (context.origin !== 'allowed') return next();
    response
      .writeHead(204, {
        ...leftByName(context),
        'Access-Control-Allow-Methods': methods.join(', '),
        'Access-Control-Allow-Headers': REQUEST_HEADERS,
        'Access-Control-Max-Age': String(MAX_AGE),
      })
      .end();
  };
}

/** The problem for a page of an origin that is not allowed. */
export function foreignOrigin(): Problem {
  return new Problem(
    'origin_not_allowed',
    'Pages of this origin may not do this; VX11_ALLOWED_ORIGINS names those that may.',
  );
}
