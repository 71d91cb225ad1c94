// Honest callers and guessing callers read the same refusal: it must help only the honest ones.
import { Refusal, type RefusalReason } from './refusal.js';

const REFUSALS: Record<RefusalReason, [code: string, status: number, says: RegExp]> = {
  no_credential: ['auth_required', 401, /X-VX11-Token/],
  no_token: ['auth_required', 401, /token=/],
  wrong_credential: ['invalid_token', 403, /not known/],
  wrong_credentials: ['rate_limited', 429, /address/],
  wrong_jwt: ['invalid_token', 403, /JWT/],
  missing_right: ['forbidden', 403, /right/],
  outside_scope: ['forbidden', 403, /may not publish/],
  principal_in_query: ['invalid_token', 403, /URL/],
  token_used: ['invalid_token', 403, /used/],
  token_stale: ['invalid_token', 403, /stale/],
  token_unknown: ['invalid_token', 403, /unknown/],
  token_revoked: ['invalid_token', 403, /revoked/],
  not_by_script: ['origin_not_allowed', 403, /EventSource/],
  route_without_rule: ['forbidden', 403, /Nobody/],
};

describe('a refusal', () => {
  it.each(Object.entries(REFUSALS))('for the reason %s is %j', (reason, [code, status, says]) => {
    const refusal = new Refusal(reason as RefusalReason);
    expect([refusal.code, refusal.status]).toEqual([code, status]);
    expect(refusal.detail).toMatch(says);
  });

  it('names the right that is missing', () => {
    expect(Refusal.missing('publish')).toMatchObject({ reason: 'missing_right', code: 'forbidden' });
    expect(Refusal.missing('publish').detail).toMatch(/publish/);
  });

  it('asks for a credential where there was none, as HTTP wants it', () => {
    expect(new Refusal('no_credential').headers).toHaveProperty('WWW-Authenticate');
    expect(new Refusal('wrong_credential').headers).not.toHaveProperty('WWW-Authenticate');
  });

  it('tells the four fates of a token apart', () => {
    const reasons = ['token_used', 'token_stale', 'token_unknown', 'token_revoked'] as const;
    expect(new Set(reasons.map((reason) => new Refusal(reason).detail)).size).toBe(4);
  });
});
