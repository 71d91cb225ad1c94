// One token opens one stream: redeeming decides which reason a refusal gives, and whether a token that waits for a place is spent.
import { MemoryRateLimiter } from '../rate-limit/rate-limiter.memory.js';
import { TokenStoreUnavailableError } from '../token-store/token-store.errors.js';
import { type Grant } from '../token-store/token-store.interface.js';
import { MemoryTokenStore } from '../token-store/token-store.memory.js';
import { digestOf, mintToken } from './sse-token.js';
import { type SseTokenOptions } from './sse-token.options.js';
import { SseTokenService } from './sse-token.service.js';

const ADDRESS = '192.0.2.1';

describe('redeeming a token', () => {
  let store: MemoryTokenStore;
  let heard: [outcome: string, seconds?: number, principal?: string][];

  beforeEach(() => {
    store = new MemoryTokenStore();
    heard = [];
  });

  function service(options: Partial<SseTokenOptions> = {}): SseTokenService {
    const observer = {
      issued: () => undefined,
      notIssued: () => undefined,
      presented: (...told: (typeof heard)[number]) => void heard.push(told),
    };
    return new SseTokenService({ store, observer, ...options });
  }
  const issue = async (tokens: SseTokenService) => (await tokens.issue({ name: 'operator' }, ADDRESS)).token;

  it('gives its grant once', async () => {
    const tokens = service();
    const token = await issue(tokens);
    expect(await tokens.redeem(token)).toMatchObject({ grant: { principal: 'operator', address: ADDRESS } });
    expect(await tokens.redeem(token)).toEqual({ refused: 'used', principal: 'operator' });
    expect(await tokens.redeem(mintToken())).toEqual({ refused: 'unknown' });
    const told = heard.map(([outcome, , principal]) => [outcome, principal]);
    expect(told).toEqual([
      ['redeemed', undefined],
      ['used', 'operator'],
      ['unknown', undefined],
    ]);
  });

  it('works where nobody observes it', async () => {
    const tokens = new SseTokenService({ store });
    expect(await tokens.redeem(await issue(tokens))).toMatchObject({ grant: { principal: 'operator' } });
  });

  it('asks no store for what cannot be a token', async () => {
    store.redeem = () => Promise.reject(new Error('it was asked'));
    expect(await service().redeem('guess')).toEqual({ refused: 'unknown' });
    expect(heard).toEqual([['unknown', undefined, undefined]]);
  });

  it('tells its observer how long the store took, also where it did not answer', async () => {
    const tokens = service();
    const token = await issue(tokens);
    const startedAt = performance.now();
    await tokens.redeem(token);
    const away = new TokenStoreUnavailableError('unknown');
    store.redeem = () => Promise.reject(away);
    await expect(tokens.redeem(token)).rejects.toBe(away);
    const seconds = (performance.now() - startedAt) / 1_000;
    expect(heard.map(([outcome]) => outcome)).toEqual(['redeemed', 'unavailable']);
    for (const [, took] of heard) expect(took).toBeLessThanOrEqual(seconds);
  });

  it('makes room under the limit for the address that it was issued to', async () => {
    const tokens = service({ limiter: new MemoryRateLimiter({ burst: 1, refillMs: 1_500 }, () => 0) });
    for (let time = 0; time < 3; time++) await tokens.redeem(await issue(tokens));
    await issue(tokens);
    await expect(issue(tokens)).rejects.toMatchObject({ code: 'rate_limited' });
  });

  it('gives nothing back for a grant without an address', async () => {
    const given: string[] = [];
    const limiter = new MemoryRateLimiter({ burst: 1, refillMs: 1_500 });
    limiter.giveBack = (key) => (given.push(key), Promise.resolve());
    const token = mintToken();
    await store.issue(digestOf(token), { principal: 'operator', rights: ['read'], issuedAt: 0 }, 60);
    await service({ limiter }).redeem(token);
    expect(given).toEqual([]);
  });

  it('gives what the grant is worth now, and nothing where that is nothing', async () => {
    let current: (grant: Grant) => Grant | undefined = (grant) => ({ ...grant, modules: ['switch'] });
    const tokens = service({ grants: { current: (grant) => current(grant) } });
    expect(await tokens.redeem(await issue(tokens))).toMatchObject({
      grant: { principal: 'operator', modules: ['switch'] },
    });
    current = () => undefined;
    expect(await tokens.redeem(await issue(tokens))).toEqual({ refused: 'revoked', principal: 'operator' });
    expect(heard.map(([outcome]) => outcome)).toEqual(['redeemed', 'revoked']);
  });

  it('leaves the token as it was until there is a place for its principal', async () => {
    const tokens = service();
    const token = await issue(tokens);
    const steps: string[] = [];
    let full = true;
    const gate = {
      nearLimit: () => ['operator'],
      ask: ({ principal }: Grant) => (
        steps.push(`ask ${principal}`),
        full ? Promise.reject(new Error('full')) : Promise.resolve()
      ),
      enter: ({ principal }: Grant) => void steps.push(`enter ${principal}`),
    };
    await expect(tokens.redeem(token, gate)).rejects.toThrow('full');
    full = false;
    expect(await tokens.redeem(token, gate)).toMatchObject({ grant: { principal: 'operator' } });
    expect(steps).toEqual(['ask operator', 'ask operator', 'enter operator']);
    expect(heard.map(([outcome]) => outcome)).toEqual(['deferred', 'deferred', 'redeemed']);
  });

  it('takes a store that defers what it was not asked to defer for broken', async () => {
    const deferred = { principal: 'operator', rights: ['read'] as const, issuedAt: 0 };
    store.redeem = () => Promise.resolve({ deferred });
    const message = 'A token was deferred that nobody asked to defer.';
    await expect(service().redeem(mintToken())).rejects.toThrow(message);
  });
});
