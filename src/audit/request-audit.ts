import { type ServerResponse } from 'node:http';
import { type EndpointCatalogue } from '../endpoints/endpoint-catalogue.js';
import { type RequestContext } from '../http/request-context.js';
import { type RequestStep } from '../http/request-step.js';
import { type RoutedRequest } from '../http/routed-request.js';
import { routeOf } from '../http/observe-response.js';
import { type AuditEntry } from './actions.js';
import { type AuditTrail } from './audit-trail.js';

type Told = Pick<AuditEntry, 'action' | 'outcome' | 'reason'>;

const TOKEN = /^token_(used|stale|unknown|revoked)$/;
const LIMITS: ReadonlySet<string | undefined> = new Set(['rate_limited', 'overloaded']);

/** Records what a request did or was refused, when it is over. Streams that were opened are recorded by `streamAudit`. */
export function requestAudit(trail: AuditTrail, endpoints: EndpointCatalogue): RequestStep {
  return (request, response) => {
    const told = whatHappened(request, response, endpoints);
    if (!told) return;
    const { principal, tokenOf, tokenId, address, correlationId, effect } = request.context;
    const name = principal?.name ?? tokenOf;
    trail.record({ ...told, principal: name, tokenId, address, correlationId, ...effect });
  };
}

function whatHappened(
  request: RoutedRequest,
  response: ServerResponse,
  endpoints: EndpointCatalogue,
): Told | undefined {
  const { context, method = '' } = request;
  const route = routeOf(request);
  const refused = refusalOf(context);
  if (refused) return refused;
  if (endpoints.opensStreams(route)) return unopened(context, response);
  const action = endpoints.auditOf(method, route);
  return action && { action, ...outcomeOf(context, response) };
}

function refusalOf({ softRefusal, problem, refusal, limit, tokenId }: RequestContext): Told | undefined {
  if (softRefusal === 'store_unavailable') {
    return { action: tokenId ? 'token.redeem' : 'stream.open', outcome: 'failed', reason: softRefusal };
  }
  if (softRefusal === 'client_gone') return undefined;
  if (softRefusal) return { action: 'limit.hit', outcome: 'refused', reason: softRefusal };
  if (LIMITS.has(problem)) return { action: 'limit.hit', outcome: 'refused', reason: limit ?? refusal ?? problem };
  if (!refusal) return undefined;
  const token = TOKEN.exec(refusal)?.[1];
  if (token) return { action: 'token.redeem', outcome: 'refused', reason: token };
  const action = refusal === 'outside_scope' ? 'events.publish' : 'credential.refuse';
  return { action, outcome: 'refused', reason: refusal };
}

/** The token was redeemed for a client that went before its stream was opened. */
function unopened({ tokenId, principal }: RequestContext, { headersSent }: ServerResponse): Told | undefined {
  if (headersSent || !tokenId || !principal) return undefined;
  return { action: 'token.redeem', outcome: 'done', reason: 'client_gone' };
}

/** What became of a request for an action of its route. */
function outcomeOf({ effect, problem }: RequestContext, { statusCode }: ServerResponse): Omit<Told, 'action'> {
  if (effect) return { outcome: 'done' };
  if (!problem) return { outcome: 'failed', reason: 'client_gone' };
  return { outcome: statusCode >= 500 ? 'failed' : 'refused', reason: problem };
}
