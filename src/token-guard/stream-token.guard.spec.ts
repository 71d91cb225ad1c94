// This is where a token is spent: what a refusal says, what a lost store means, and what is never written down.
import { type ExecutionContext, Logger } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';
import { PrincipalsService } from '../auth/principals.service.js';
import { loadSettings } from '../config/load-settings.js';
import { type RequestContext } from '../http/request-context.js';
import { SoftRefusal, type SoftRefusalReason } from '../problems/soft-refusal.js';
import { digestOf, mintToken, tokenId } from '../sse-token/sse-token.js';
import { type SseTokenService } from '../sse-token/sse-token.service.js';
import { TokenStoreUnavailableError } from '../token-store/token-store.errors.js';
import { type Grant, type Redemption, type TokenDigest } from '../token-store/token-store.interface.js';
import { PrincipalAccess } from './principal-access.service.js';
import { type StreamGate } from './stream-gate.js';
import { StreamTokenGuard } from './stream-token.guard.js';
import { StreamTokens } from './stream-tokens.service.js';

const CREDENTIAL = 'principal-credential';
const GRANT = { principal: 'operator', rights: ['read'] as const, issuedAt: 1, modules: ['madre'] };

/** Redeems as it is told, and keeps what it was asked for. */
class ScriptedTokens implements Pick<SseTokenService, 'redeem'> {
  readonly asked: [token: string, digest: TokenDigest, unless?: readonly string[]][] = [];
  answer: Redemption | Error = { grant: GRANT };

  redeem(token: string, digest: TokenDigest, unless?: readonly string[]): Promise<Redemption> {
    this.asked.push([token, digest, unless]);
    if (unless?.includes(GRANT.principal)) return Promise.resolve({ deferred: GRANT });
    return this.answer instanceof Error ? Promise.reject(this.answer) : Promise.resolve(this.answer);
  }
}

/** Has no place for those who are `full`, looks at those who are `doubted`, and keeps who entered. */
class ScriptedGate implements StreamGate {
  full: string[] = [];
  doubted: string[] = [];
  readonly entered: Grant[] = [];

  doubtful(): string[] {
    return this.doubted;
  }

  ask({ principal }: Grant): void {
    if (this.full.includes(principal)) throw this.refusal('principal_streams');
  }

  enter(grant: Grant): void {
    this.entered.push(grant);
  }

  refusal(reason: SoftRefusalReason): SoftRefusal {
    return new SoftRefusal(reason);
  }
}

describe('the guard before the stream', () => {
  let tokens: ScriptedTokens;
  let gate: ScriptedGate;
  let inQuery: Counter;
  let context: Partial<RequestContext>;
  const logged: unknown[] = [];

  beforeAll(() => void Logger.overrideLogger({ log: note, warn: note, error: note }));
  beforeEach(() => {
    tokens = new ScriptedTokens();
    gate = new ScriptedGate();
    context = {};
    logged.length = 0;
  });
  function note(...what: unknown[]): void {
    logged.push(...what);
  }

  async function enter(query: Record<string, unknown>, headers: Record<string, string> = {}, allow = false) {
    const env = { VX11_PRINCIPAL_TOKEN: CREDENTIAL, VX11_ALLOW_PRINCIPAL_IN_QUERY: String(allow) };
    const { settings } = loadSettings(env);
    const counter = (name: string, label: string) =>
      new Counter({ name, help: 'x', labelNames: [label], registers: [new Registry()] });
    inQuery = counter('in_query', 'outcome');
    const principals = new PrincipalsService(settings);
    const access = new PrincipalAccess(principals, counter('failures', 'reason'));
    const service = new StreamTokens(settings, principals, tokens as unknown as SseTokenService, inQuery);
    const request = { query, headers, context, streamGate: gate };
    const execution = { switchToHttp: () => ({ getRequest: () => request }) } as unknown as ExecutionContext;
    return new StreamTokenGuard(access, service).canActivate(execution);
  }

  it('spends the token of the query, and notes its id, its grant and its principal', async () => {
    const token = mintToken();
    expect(await enter({ token })).toBe(true);
    expect(tokens.asked).toEqual([[token, digestOf(token), []]]);
    expect(gate.entered).toEqual([GRANT]);
    expect(context).toEqual({
      grant: GRANT,
      tokenId: tokenId(digestOf(token)),
      principal: { name: 'operator', rights: ['read'], scope: { read: { modules: ['madre'] } }, fingerprint: '' },
    });
  });

  it.each(['used', 'stale', 'unknown'] as const)('refuses a token that is %s, and says so', async (refused) => {
    tokens.answer = { refused };
    const refusal = expect.objectContaining({
      code: 'invalid_token',
      detail: expect.stringContaining(refused) as string,
    });
    await expect(enter({ token: mintToken() })).rejects.toEqual(refusal);
    expect(context.grant).toBeUndefined();
    expect(context.tokenId).toHaveLength(12);
  });

  it('asks the client to come back, instead of refusing it for good, while the store is away', async () => {
    tokens.answer = new TokenStoreUnavailableError('unknown');
    await expect(enter({ token: mintToken() })).rejects.toBeInstanceOf(SoftRefusal);
  });

  it('leaves the token of a principal that has no place as it was', async () => {
    gate.doubted = gate.full = [GRANT.principal];
    await expect(enter({ token: mintToken() })).rejects.toMatchObject({ reason: 'principal_streams' });
    expect(tokens.asked).toHaveLength(1);
    expect([gate.entered, context.grant]).toEqual([[], undefined]);
  });

  it('spends a token it looked at once the place is taken', async () => {
    gate.doubted = [GRANT.principal];
    const spentAfter: number[] = [];
    const redeem = tokens.redeem.bind(tokens);
    tokens.redeem = (token, digest, unless) => (spentAfter.push(gate.entered.length), redeem(token, digest, unless));
    expect(await enter({ token: mintToken() })).toBe(true);
    expect(spentAfter).toEqual([0, 1]);
    expect(context.grant).toEqual(GRANT);
  });

  it('asks for a place for the principal of the header, too', async () => {
    gate.full = ['principal'];
    await expect(enter({}, { 'x-vx11-token': CREDENTIAL })).rejects.toMatchObject({ reason: 'principal_streams' });
    await expect(enter({ token: CREDENTIAL }, {}, true)).rejects.toMatchObject({ reason: 'principal_streams' });
  });

  it('takes the credential of the header where there is no token, and asks the store nothing', async () => {
    expect(await enter({}, { 'x-vx11-token': CREDENTIAL })).toBe(true);
    expect(context.grant).toMatchObject({ principal: 'principal', rights: ['read'] });
    expect(tokens.asked).toEqual([]);
    await expect(enter({})).rejects.toMatchObject({ code: 'auth_required' });
  });

  it('takes no list for a token', async () => {
    await expect(enter({ token: [mintToken(), mintToken()] })).rejects.toMatchObject({ code: 'auth_required' });
    expect(tokens.asked).toEqual([]);
  });

  it('refuses a principal credential in a URL, counts it, warns, and does not repeat it', async () => {
    await expect(enter({ token: CREDENTIAL })).rejects.toMatchObject({ code: 'invalid_token' });
    expect((await inQuery.get()).values).toMatchObject([{ labels: { outcome: 'refused' }, value: 1 }]);
    expect(logged).toEqual(expect.arrayContaining([expect.stringMatching(/rotate it/)]));
    expect(JSON.stringify([logged, context])).not.toContain(CREDENTIAL);
    expect(tokens.asked).toEqual([]);
  });

  it('accepts it only where that is switched on, and counts and warns all the same', async () => {
    expect(await enter({ token: CREDENTIAL }, {}, true)).toBe(true);
    expect(context.grant).toMatchObject({ principal: 'principal' });
    expect((await inQuery.get()).values).toMatchObject([{ labels: { outcome: 'accepted' }, value: 1 }]);
    expect(logged).toEqual(expect.arrayContaining([expect.stringMatching(/rotate it/)]));
  });

  it('writes nothing down of a token but the first digits of its digest', async () => {
    const token = mintToken();
    await enter({ token });
    expect(JSON.stringify([logged, context])).not.toContain(token);
    expect(JSON.stringify([logged, context])).not.toContain(digestOf(token).slice(0, 13));
  });
});
