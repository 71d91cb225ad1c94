// This guard redeems the token: the tests check what a refusal says, how a lost store is reported, and that no token is written down.
import { type ExecutionContext } from '@nestjs/common';
import { type RequestContext } from '../http/request-context.js';
import { Refusal } from '../problems/refusal.js';
import { SoftRefusal } from '../problems/soft-refusal.js';
import { digestOf, mintToken, tokenId } from '../sse-token/sse-token.js';
import { type RedemptionOutcome } from '../sse-token/sse-token.options.js';
import { SseTokenService } from '../sse-token/sse-token.service.js';
import { type StreamGate } from '../sse-token/stream-gate.js';
import { TokenStoreUnavailableError } from '../token-store/token-store.errors.js';
import {
  type Grant,
  type Redemption,
  type TokenDigest,
  type TokenStore,
} from '../token-store/token-store.interface.js';
import { StreamTokenGuard } from './stream-token.guard.js';
import { type TokenGuardOptions } from './token-guard.options.js';
import { UnknownTokens } from './unknown-tokens.js';

const GRANT = { principal: 'operator', rights: ['read'] as const, issuedAt: 1, modules: ['madre'] };
const CALLER = { principal: 'caller', rights: ['read'] as const, issuedAt: 2 };

/** Redeems as it is told, and keeps what it was asked for. */
class ScriptedStore implements Pick<TokenStore, 'issue' | 'redeem'> {
  readonly asked: [digest: TokenDigest, unless?: readonly string[]][] = [];
  answer: Redemption | Error = { grant: GRANT };

  issue(): Promise<void> {
    return Promise.resolve();
  }

  redeem(digest: TokenDigest, unless?: readonly string[]): Promise<Redemption> {
    this.asked.push([digest, unless]);
    if (unless?.includes(GRANT.principal)) return Promise.resolve({ deferred: GRANT });
    return this.answer instanceof Error ? Promise.reject(this.answer) : Promise.resolve(this.answer);
  }
}

/** A gate without a place for the principals in `full`. It has those in `near` checked, and records who entered. */
class ScriptedGate implements StreamGate {
  full: string[] = [];
  near: string[] = [];
  readonly entered: Grant[] = [];

  nearLimit(): string[] {
    return this.near;
  }

  ask({ principal }: Grant): Promise<void> {
    const full = this.full.includes(principal);
    return full ? Promise.reject(new SoftRefusal('principal_streams')) : Promise.resolve();
  }

  enter(grant: Grant): void {
    if (!this.entered.includes(grant)) this.entered.push(grant);
  }
}

describe('the guard before the stream', () => {
  let store: ScriptedStore;
  let gate: ScriptedGate;
  let tokens: SseTokenService;
  let context: Partial<RequestContext>;
  let outcomes: RedemptionOutcome[];

  beforeEach(() => {
    store = new ScriptedStore();
    gate = new ScriptedGate();
    context = { address: '192.0.2.1' };
    outcomes = [];
    const observer = {
      issued: () => undefined,
      notIssued: () => undefined,
      presented: (outcome: RedemptionOutcome) => outcomes.push(outcome),
    };
    tokens = new SseTokenService({ store: store as unknown as TokenStore, observer });
  });

  function request(query: Record<string, unknown>, streamGate: StreamGate | undefined = gate) {
    return { query, headers: {}, context, streamGate } as { grant?: Grant; streamGate: StreamGate | undefined };
  }

  function enter(from: object, options: TokenGuardOptions = {}): Promise<boolean> {
    const execution = { switchToHttp: () => ({ getRequest: () => from }) } as unknown as ExecutionContext;
    return new StreamTokenGuard(tokens, options).canActivate(execution);
  }

  it('redeems the token of the query, and notes its id and its principal', async () => {
    const token = mintToken();
    expect(await enter(request({ token }))).toBe(true);
    expect(store.asked).toEqual([[digestOf(token), []]]);
    expect(gate.entered).toEqual([GRANT]);
    expect(context).toMatchObject({
      tokenId: tokenId(digestOf(token)),
      principal: { name: 'operator', rights: ['read'] },
    });
    expect(outcomes).toEqual(['redeemed']);
  });

  it.each<[string, string | undefined, TokenGuardOptions, Grant]>([
    ['a token', mintToken(), {}, GRANT],
    ['a caller without a token', undefined, { withoutToken: () => CALLER }, CALLER],
    ['a credential in the query', 'credential', { credentialInQuery: () => CALLER }, CALLER],
  ])('leaves the grant of %s in the request where there is no gate', async (_, token, options, grant) => {
    const from = { ...request({ token }), streamGate: undefined };
    expect(await enter(from, options)).toBe(true);
    expect(from.grant).toEqual(grant);
  });

  it('notes of the principal all that its token knows, and nothing that it does not', async () => {
    await enter(request({ token: mintToken() }));
    const reach = { modules: ['madre'], severities: undefined };
    const principal = { name: 'operator', rights: ['read'], scope: { read: reach }, fingerprint: '' };
    expect(context.principal).toStrictEqual(principal);
    const until = { expiresAt: 5, fingerprint: 'f' };
    store.answer = { grant: { ...GRANT, ...until } };
    await enter(request({ token: mintToken() }));
    expect(context.principal).toStrictEqual({ ...principal, ...until });
  });

  it.each(['used', 'stale', 'unknown'] as const)('refuses a token that is %s, and says so', async (refused) => {
    store.answer = { refused, ...(refused !== 'unknown' && { principal: 'operator' }) };
    const refusal = expect.objectContaining({
      code: 'invalid_token',
      reason: `token_${refused}`,
      detail: expect.stringContaining(refused) as string,
    });
    await expect(enter(request({ token: mintToken() }))).rejects.toEqual(refusal);
    expect(gate.entered).toEqual([]);
    expect(context.tokenId).toHaveLength(12);
    expect([context.tokenOf, context.principal]).toEqual([store.answer.principal, undefined]);
    expect(outcomes).toEqual([refused]);
  });

  it('asks the client to come back, instead of refusing it for good, while the store is away', async () => {
    store.answer = new TokenStoreUnavailableError('unknown');
    await expect(enter(request({ token: mintToken() }))).rejects.toEqual(new SoftRefusal('store_unavailable'));
    expect(outcomes).toEqual(['unavailable']);
  });

  it('leaves the token of a principal that has no place as it was', async () => {
    gate.near = gate.full = [GRANT.principal];
    await expect(enter(request({ token: mintToken() }))).rejects.toMatchObject({ reason: 'principal_streams' });
    expect(store.asked).toHaveLength(1);
    expect([gate.entered, outcomes]).toEqual([[], ['deferred']]);
  });

  it('redeems a token it looked at once the place is taken', async () => {
    gate.near = [GRANT.principal];
    const askedAfter: number[] = [];
    const redeem = store.redeem.bind(store);
    store.redeem = (digest, unless) => (askedAfter.push(gate.entered.length), redeem(digest, unless));
    expect(await enter(request({ token: mintToken() }))).toBe(true);
    expect(askedAfter).toEqual([0, 1]);
    expect(gate.entered).toEqual([GRANT]);
  });

  it('asks the application for the grant of a caller without a token, and for a place for it', async () => {
    const withoutToken = () => Promise.resolve(CALLER);
    expect(await enter(request({}), { withoutToken })).toBe(true);
    expect(gate.entered).toEqual([CALLER]);
    gate.full = ['caller'];
    await expect(enter(request({}), { withoutToken })).rejects.toMatchObject({ reason: 'principal_streams' });
    expect(store.asked).toEqual([]);
  });

  it('refuses a caller without a token where the application says nothing of them', async () => {
    await expect(enter(request({}))).rejects.toMatchObject({ code: 'auth_required', reason: 'no_token' });
  });

  it('takes no list for a token', async () => {
    await expect(enter(request({ token: [mintToken(), mintToken()] }))).rejects.toMatchObject({ reason: 'no_token' });
    expect(store.asked).toEqual([]);
  });

  it('lets the application accept or refuse a credential in the place of a token', async () => {
    const credentialInQuery = () => CALLER;
    expect(await enter(request({ token: 'credential' }), { credentialInQuery })).toBe(true);
    expect([gate.entered, store.asked, context.tokenId]).toEqual([[CALLER], [], undefined]);
    const refuses = () => {
      throw new Refusal('principal_in_query');
    };
    const refused = enter(request({ token: 'credential' }), { credentialInQuery: refuses });
    await expect(refused).rejects.toMatchObject({ reason: 'principal_in_query' });
    gate.full = ['caller'];
    const full = enter(request({ token: 'credential' }), { credentialInQuery });
    await expect(full).rejects.toMatchObject({ reason: 'principal_streams' });
  });

  it('writes nothing down of a token but the first digits of its digest', async () => {
    const token = mintToken();
    await enter(request({ token }));
    expect(JSON.stringify(context)).not.toContain(token);
    expect(JSON.stringify(context)).not.toContain(digestOf(token).slice(0, 13));
  });

  describe('where unknown tokens of an address are bounded', () => {
    let options: TokenGuardOptions;
    const present = (token = mintToken()) => enter(request({ token }), options);
    /** Presents so many tokens that are refused. */
    const guess = async (times: number) => {
      for (let time = 0; time < times; time++) await expect(present()).rejects.toMatchObject({ code: 'invalid_token' });
    };
    beforeEach(() => {
      options = { unknownTokens: new UnknownTokens({ unknown: 4, windowSeconds: 60 }, undefined, () => 0) };
      store.answer = { refused: 'unknown' };
    });

    it('asks the store for no more of them, and the client to come back', async () => {
      await guess(5);
      await expect(present()).rejects.toEqual(new SoftRefusal('unknown_tokens'));
      expect(store.asked).toHaveLength(5);
      context = { address: '192.0.2.2' };
      await guess(1);
    });

    it('redeems what this instance issued, whatever else came from the address', async () => {
      await guess(5);
      const { token } = await tokens.issue({ name: 'operator' }, '192.0.2.1');
      store.answer = { grant: GRANT };
      expect(await present(token)).toBe(true);
    });

    it.each(['used', 'stale'] as const)('counts no token that is %s', async (refused) => {
      store.answer = { refused };
      await guess(20);
    });

    it('counts no token that is redeemed', async () => {
      store.answer = { grant: GRANT };
      for (let time = 0; time < 20; time++) expect(await present()).toBe(true);
    });
  });
});
