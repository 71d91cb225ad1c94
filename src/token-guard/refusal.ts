import { type Right } from '../principal/principal.js';
import { type RequestContext } from '../http/request-context.js';
import { Problem } from '../problems/problem.js';

/** Why a caller is not let in. */
export type Refusal =
  | { readonly reason: 'no_credential' }
  | { readonly reason: 'wrong_credential' }
  | { readonly reason: 'missing_right'; readonly right: Right }
  | { readonly reason: 'principal_in_query' }
  | { readonly reason: 'token_used' }
  | { readonly reason: 'token_stale' }
  | { readonly reason: 'token_unknown' }
  | { readonly reason: 'token_revoked' }
  | { readonly reason: 'route_without_rule' };

/** Notes the reason of a refusal for the log line, and answers the problem to refuse with. */
export function refuse(context: RequestContext, refusal: Refusal): Problem {
  context.refusal = refusal.reason;
  return refusalProblem(refusal);
}

/** The answer to a refusal. Says what a good caller needs, and nothing that helps a bad one. */
export function refusalProblem(refusal: Refusal): Problem {
  switch (refusal.reason) {
    case 'no_credential':
      return new Problem('auth_required', 'Send a principal credential in X-VX11-Token or Authorization: Bearer.');
    case 'wrong_credential':
      return new Problem('invalid_token', 'The credential is not known.');
    case 'missing_right':
      return new Problem('forbidden', `The principal lacks the right to ${refusal.right}.`);
    case 'principal_in_query':
      return new Problem('invalid_token', 'A principal credential does not belong in a URL; trade it for a token.');
    case 'token_used':
      return new Problem('invalid_token', 'The token was used: each opens one stream, once. Ask for a new one.');
    case 'token_stale':
      return new Problem('invalid_token', 'The token is stale: the store was restarted since. Ask for a new one.');
    case 'token_unknown':
      return new Problem('invalid_token', 'The token is unknown or has expired. Ask for a new one.');
    case 'token_revoked':
      return new Problem('invalid_token', 'The token is revoked: its principal is gone, or may not read any more.');
    case 'route_without_rule':
      return new Problem('forbidden', 'Nobody may use this route.');
  }
}
