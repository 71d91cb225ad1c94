import { type EndpointCatalogue } from '../endpoints/endpoint-catalogue.js';
import { routeOf } from '../http/observe-response.js';
import { type RequestStep } from '../http/request-step.js';
import { outcomeOf } from './outcome.js';
import { type Spans } from './spans.js';
import { StreamTrace } from './stream-trace.js';

/** Requests that are a trace of one span, recorded when they are over. */
const TRACED: ReadonlySet<string | undefined> = new Set(['token.issue', 'events.publish']);

/** Begins the trace of a request for a stream. */
export function traceArrival(spans: Spans, endpoints: EndpointCatalogue): RequestStep {
  return (request) => {
    const { context, method, path } = request;
    if (method === 'GET' && endpoints.opensStreams(path)) context.trace = new StreamTrace(spans, context);
  };
}

/** Ends the trace of a request for a stream that did not become live, and records requests for a token and publish calls. */
export function traceDeparture(spans: Spans, endpoints: EndpointCatalogue): RequestStep {
  return (request, response) => {
    const { context, method = '' } = request;
    if (context.trace instanceof StreamTrace) return context.trace.over(response);
    const action = endpoints.auditOf(method, routeOf(request));
    if (!action || !TRACED.has(action)) return;
    spans.end(spans.begin(action, context.startedAt), context, outcomeOf(context, response));
  };
}
