import { type ServerResponse } from 'node:http';
import { type EndpointCatalogue } from '../endpoints/endpoint-catalogue.js';
import { type RequestContext } from '../http/request-context.js';
import { type RequestStep } from '../http/request-step.js';
import { type RoutedRequest } from '../http/routed-request.js';
import { routeOf } from '../http/observe-response.js';
import { type Action, type AuditEntry, type Outcome } from './actions.js';
import { type AuditTrail } from './audit-trail.js';

type Told = Pick<AuditEntry, 'action' | 'outcome' | 'reason'>;

const TOKEN = /^token_(used|stale|unknown|revoked)$/;
const LIMITS: ReadonlySet<string | undefined> = new Set(['rate_limited', 'overloaded']);

/** Records what a request did or was refused, when it is over. Streams that were opened are recorded by `streamAudit`. */
export function requestAudit(trail: AuditTrail, endpoints: EndpointCatalogue): RequestStep {
  return (request, response) => {
    const told = whatHappened(request, response, endpoints);
    if (!told) return;
    const { principal, tokenId, address, correlationId, effect } = request.context;
    trail.record({ ...told, principal: principal?.name, tokenId, address, correlationId, ...effect });
  };
}

function whatHappened(
  request: RoutedRequest,
  response: ServerResponse,
  endpoints: EndpointCatalogue,
): Told | undefined {
  const { context, method = '' } = request;
  const route = routeOf(request);
  return (
    refusalOf(context) ??
    (endpoints.opensStreams(route) ? unopened(context, response) : actionOf(context, endpoints.auditOf(method, route)))
  );
}

function refusalOf({ softRefusal, problem, refusal, limit }: RequestContext): Told | undefined {
  if (softRefusal === 'store_unavailable') {
    return { action: 'token.redeem', outcome: 'failed', reason: softRefusal };
  }
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

/** What a route with an action of its own did. */
function actionOf({ effect, problem }: RequestContext, action: Action | undefined): Told | undefined {
  if (!action) return undefined;
  if (effect) return { action, outcome: 'done' };
  const outcome: Outcome = problem === undefined || FAILURES.has(problem) ? 'failed' : 'refused';
  return { action, outcome, reason: problem ?? 'client_gone' };
}

/** Problems of the service, not of its caller. */
const FAILURES: ReadonlySet<string> = new Set([
  'store_unavailable',
  'store_full',
  'log_format',
  'internal_error',
  'draining',
  'provider_unavailable',
]);
