import { type Right } from '../principal/principal.js';
import { type ProblemCode } from './problem-catalogue.js';
import { Problem, type ProblemOptions } from './problem.js';

/** The error code and the text for each reason. They help a caller to mend its request, and tell nothing about other credentials. */
const REFUSALS = {
  no_credential: ['auth_required', 'Send a principal credential in X-VX11-Token or Authorization: Bearer.'],
  no_token: ['auth_required', 'Ask for a token, and open the stream with ?token=.'],
  wrong_credential: ['invalid_token', 'The credential is not known.'],
  wrong_credentials: ['rate_limited', 'Too many different wrong credentials came from this address.'],
  wrong_jwt: ['invalid_token', 'The JWT is refused.'],
  missing_right: ['forbidden', 'The principal lacks the right that the route needs.'],
  outside_scope: ['forbidden', 'The principal may not publish some of these events.'],
  principal_in_query: ['invalid_token', 'A principal credential does not belong in a URL; trade it for a token.'],
  token_used: ['invalid_token', 'The token was used: each opens one stream, once. Ask for a new one.'],
  token_stale: ['invalid_token', 'The token is stale: the store was restarted since. Ask for a new one.'],
  token_unknown: ['invalid_token', 'The token is unknown or has expired. Ask for a new one.'],
  token_revoked: ['invalid_token', 'The token is revoked: its principal is gone, or may not read any more.'],
  not_by_script: [
    'origin_not_allowed',
    'A browser opens a stream by EventSource or fetch, from a page of this origin or of one in VX11_ALLOWED_ORIGINS.',
  ],
  route_without_rule: ['forbidden', 'Nobody may use this route.'],
} as const satisfies Record<string, readonly [code: ProblemCode, detail: string]>;

export type RefusalReason = keyof typeof REFUSALS;

/** Thrown when a caller is not let in. The log and the metrics get the reason, the caller gets code and detail. */
export class Refusal extends Problem {
  constructor(
    readonly reason: RefusalReason,
    detail: string = REFUSALS[reason][1],
    options: ProblemOptions = {},
  ) {
    super(REFUSALS[reason][0], detail, options);
  }

  /** For a principal without this right. */
  static missing(right: Right): Refusal {
    return new Refusal('missing_right', `The principal lacks the right to ${right}.`);
  }
}
