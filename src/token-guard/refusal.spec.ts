// What a refusal says is read by honest callers and by those who guess: it helps the first only.
import { type Refusal, refusalProblem } from './refusal.js';

const REFUSALS: Record<Refusal['reason'], [refusal: Refusal, code: string, status: number, says: RegExp]> = {
  no_credential: [{ reason: 'no_credential' }, 'auth_required', 401, /X-VX11-Token/],
  wrong_credential: [{ reason: 'wrong_credential' }, 'invalid_token', 403, /not known/],
  missing_right: [{ reason: 'missing_right', right: 'publish' }, 'forbidden', 403, /publish/],
  principal_in_query: [{ reason: 'principal_in_query' }, 'invalid_token', 403, /URL/],
  token_used: [{ reason: 'token_used' }, 'invalid_token', 403, /used/],
  token_stale: [{ reason: 'token_stale' }, 'invalid_token', 403, /stale/],
  token_unknown: [{ reason: 'token_unknown' }, 'invalid_token', 403, /unknown/],
  token_revoked: [{ reason: 'token_revoked' }, 'invalid_token', 403, /revoked/],
  route_without_rule: [{ reason: 'route_without_rule' }, 'forbidden', 403, /Nobody/],
};

describe('a refusal', () => {
  it.each(Object.values(REFUSALS))('%j is %s, %d', (refusal, code, status, says) => {
    const problem = refusalProblem(refusal);
    expect([problem.code, problem.status]).toEqual([code, status]);
    expect(problem.detail).toMatch(says);
  });

  it('asks for a credential where there was none, as HTTP wants it', () => {
    expect(refusalProblem({ reason: 'no_credential' }).headers).toHaveProperty('WWW-Authenticate');
    expect(refusalProblem({ reason: 'wrong_credential' }).headers).not.toHaveProperty('WWW-Authenticate');
  });

  it('tells the four fates of a token apart', () => {
    const reasons = ['token_used', 'token_stale', 'token_unknown', 'token_revoked'] as const;
    expect(new Set(reasons.map((reason) => refusalProblem({ reason }).detail)).size).toBe(4);
  });
});
