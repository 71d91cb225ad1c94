// A token carries the rights of its principal, and each caller gets a limited number: issuing decides what a refusal costs, and whom.
import { type Problem } from '../problems/problem.js';
import { type RateLimiter } from '../rate-limit/rate-limiter.js';
import { MemoryRateLimiter } from '../rate-limit/rate-limiter.memory.js';
import {
  TokenShareSpentError,
  TokenStoreFullError,
  TokenStoreUnavailableError,
} from '../token-store/token-store.errors.js';
import { MemoryTokenStore } from '../token-store/token-store.memory.js';
import { digestOf, isToken, mintToken } from './sse-token.js';
import { type SseTokenOptions } from './sse-token.options.js';
import { SseTokenService } from './sse-token.service.js';

const ADDRESS = '192.0.2.1';
const OPERATOR = { name: 'operator' };

describe('issuing a token', () => {
  let store: MemoryTokenStore;
  let heard: unknown[][];

  beforeEach(() => {
    store = new MemoryTokenStore();
    heard = [];
  });

  function service(options: Partial<SseTokenOptions> = {}): SseTokenService {
    const observer = {
      issued: (...what: unknown[]) => heard.push(['issued', ...what]),
      notIssued: (...what: unknown[]) => heard.push(['notIssued', ...what]),
      presented: () => undefined,
    };
    return new SseTokenService({ store, observer, ...options });
  }
  const live = async () => (await store.stats()).live;
  /** A store that does not keep the next token. */
  const failing = (error: Error) => {
    store.issue = () => Promise.reject(error);
  };

  it('gives a token that is kept by its digest, for a minute where nothing else is said', async () => {
    const issued = await service().issue(OPERATOR, ADDRESS);
    expect(issued).toEqual({ token: expect.any(String), digest: digestOf(issued.token), ttlSeconds: 60 });
    expect(isToken(issued.token)).toBe(true);
    expect((await service({ ttlSeconds: 5 }).issue(OPERATOR, ADDRESS)).ttlSeconds).toBe(5);
    expect(await live()).toBe(2);
  });

  it.each([0, 301, 1.5, Number.NaN])('takes no life of %d seconds', (ttlSeconds) => {
    const refusal = new RangeError('SseTokenModule: ttlSeconds must be a whole number from 1 to 300.');
    expect(() => service({ ttlSeconds })).toThrow(refusal);
  });

  it.each([1, 300])('takes a life of %d seconds', (ttlSeconds) => {
    expect(() => service({ ttlSeconds })).not.toThrow();
  });

  it('grants what the principal may do and the request asks for, to the /64 of the address', async () => {
    const about = { rights: ['read', 'admin'] as const, streamsMax: 3, expiresAt: 9e12, fingerprint: 'f' };
    const scope = { read: { modules: ['switch', 'hermes'] }, publish: { modules: ['madre'] } };
    const before = Date.now();
    const restrictions = { modules: ['hermes', 'madre'], severities: ['error'] };
    const { digest } = await service().issue({ ...OPERATOR, ...about, scope }, '2001:db8::7', restrictions);
    const redemption = await store.redeem(digest);
    const grant = { ...about, principal: 'operator', address: '2001:db8:0:0::/64', modules: ['hermes'] };
    expect(redemption).toMatchObject({ grant: { ...grant, severities: ['error'] } });
    const { issuedAt } = (redemption as { grant: { issuedAt: number } }).grant;
    expect(issuedAt).toBeGreaterThanOrEqual(before);
    expect(issuedAt).toBeLessThanOrEqual(Date.now());
  });

  it('grants the right to read, of everything, where the holder says nothing of rights and scope', async () => {
    const { digest } = await service().issue(OPERATOR, ADDRESS);
    const { grant } = (await store.redeem(digest)) as { grant: object };
    expect(grant).toMatchObject({ rights: ['read'] });
    expect([Object.hasOwn(grant, 'modules'), Object.hasOwn(grant, 'severities')]).toEqual([false, false]);
  });

  it('tells its observer to whom, and how long it took', async () => {
    const startedAt = performance.now();
    await service().issue(OPERATOR, ADDRESS);
    const seconds = (performance.now() - startedAt) / 1_000;
    expect(heard).toEqual([['issued', 'operator', expect.any(Number)]]);
    expect(heard[0]![2]).toBeLessThanOrEqual(seconds);
  });

  it('knows its own tokens from guesses', async () => {
    const tokens = service();
    const { digest } = await tokens.issue(OPERATOR, ADDRESS);
    expect([tokens.issuedHere(digest), tokens.issuedHere(digestOf(mintToken()))]).toEqual([true, false]);
  });

  describe('under a limit', () => {
    const limiter = () => new MemoryRateLimiter({ burst: 2, refillMs: 1_500 }, () => 0);
    const REFUSAL = {
      code: 'rate_limited',
      detail: 'Too many tokens were asked for from this address and not used.',
      options: { retryAfterSeconds: 2, limit: { policy: 'tokens', quota: 2, windowSeconds: 3 } },
    };
    const refusalOf = (issuing: Promise<unknown>) =>
      issuing.then(
        () => undefined,
        ({ code, detail, options }: Problem) => ({ code, detail, options }),
      );

    it('refuses what is too much, before the store is asked, and says when to come back', async () => {
      const tokens = service({ limiter: limiter() });
      for (let use = 0; use < 2; use++) await tokens.issue(OPERATOR, ADDRESS);
      heard = [];
      expect(await refusalOf(tokens.issue(OPERATOR, ADDRESS))).toEqual(REFUSAL);
      expect(heard).toEqual([['notIssued', 'rate_limited']]);
      expect(await live()).toBe(2);
    });

    it('counts each principal at each address by itself', async () => {
      const tokens = service({ limiter: limiter() });
      for (let use = 0; use < 2; use++) await tokens.issue(OPERATOR, ADDRESS);
      await tokens.issue({ name: 'gateway' }, ADDRESS);
      await tokens.issue(OPERATOR, '192.0.2.2');
      await expect(tokens.issue(OPERATOR, ADDRESS)).rejects.toMatchObject({ code: 'rate_limited' });
    });

    describe('that another instance used up first', () => {
      const late = (rate?: RateLimiter['rate']): RateLimiter => ({
        ...(rate && { rate }),
        refusedFor: () => 0,
        consume: () => Promise.resolve(1_500),
        giveBack: () => Promise.resolve(),
      });

      it('takes the token back, and refuses', async () => {
        const tokens = service({ limiter: late({ burst: 2, refillMs: 1_500 }) });
        expect(await refusalOf(tokens.issue(OPERATOR, ADDRESS))).toEqual(REFUSAL);
        expect(heard).toEqual([['notIssued', 'rate_limited']]);
        expect(await live()).toBe(0);
      });

      it('refuses where the token cannot be taken back, and where it was not kept', async () => {
        store.redeem = () => Promise.reject(new TokenStoreUnavailableError('unknown'));
        const refusal = { ...REFUSAL, options: { retryAfterSeconds: 2, limit: { policy: 'tokens' } } };
        expect(await refusalOf(service({ limiter: late() }).issue(OPERATOR, ADDRESS))).toEqual(refusal);
        let taken = 0;
        store.redeem = () => (taken++, Promise.resolve({ refused: 'unknown' }));
        failing(new TokenStoreFullError());
        expect(await refusalOf(service({ limiter: late() }).issue(OPERATOR, ADDRESS))).toEqual(refusal);
        expect(taken).toBe(0);
      });
    });

    it('issues where the limiter fails: that is no limit', async () => {
      const broken = limiter();
      broken.consume = () => Promise.reject(new Error('away'));
      await service({ limiter: broken }).issue(OPERATOR, ADDRESS);
      expect(await live()).toBe(1);
    });

    it('counts no token that the store did not keep', async () => {
      const tokens = service({ limiter: limiter() });
      const keep = store.issue.bind(store);
      failing(new TokenStoreFullError());
      for (let use = 0; use < 5; use++) await expect(tokens.issue(OPERATOR, ADDRESS)).rejects.toThrow('full');
      store.issue = keep;
      for (let use = 0; use < 2; use++) await tokens.issue(OPERATOR, ADDRESS);
    });
  });

  it.each([
    ['share_spent', new TokenShareSpentError(3)],
    ['store_full', new TokenStoreFullError()],
    ['store_unavailable', new TokenStoreUnavailableError('unknown')],
  ])(
    'tells its observer %s, and its caller the error, where the store does not keep the token',
    async (reason, error) => {
      failing(error);
      const tokens = service();
      await expect(tokens.issue(OPERATOR, ADDRESS)).rejects.toBe(error);
      expect(heard).toEqual([['notIssued', reason]]);
    },
  );
});
