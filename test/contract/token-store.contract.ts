import { eventually } from '../../cluster/eventually.js';
import { type Revocations } from '../../src/revocation/revocations.interface.js';
import { digestOf, mintToken } from '../../src/sse-token/sse-token.js';
import { TokenShareSpentError, TokenStoreFullError } from '../../src/token-store/token-store.errors.js';
import {
  type Grant,
  type TokenBounds,
  type TokenDigest,
  type TokenStore,
} from '../../src/token-store/token-store.interface.js';

/** What every token store must do, however it does it. Each property is tried on a store that holds nothing yet. */
export interface TokenStoreUnderTest {
  /** The stores of three instances; the same one three times where instances cannot share a store. */
  readonly stores: readonly [TokenStore, TokenStore, TokenStore];
  /** The revocations of the same instances. */
  readonly revocations: readonly [Revocations, Revocations, Revocations];
  /** Fills the store, so that it has no room for another token. */
  fill(): Promise<void>;
}

/** Bounds of every store of the contract, in bytes. */
export const BOUNDS: TokenBounds = { bytes: 2_000_000, bytesPerPrincipal: 800_000 };

/** How many revocations every store of the contract keeps. */
export const REVOCATIONS_KEPT = 20;

/** The largest grant that can be asked for. */
const LARGEST = { modules: Array.from({ length: 100 }, (_, index) => `${index}`.padStart(64, 'm')) };

export type TokenStoreProperty = (under: TokenStoreUnderTest) => Promise<void>;

export function newDigest(): TokenDigest {
  return digestOf(mintToken());
}

export function grantFor(principal: string, restrictions: Partial<Grant> = {}): Grant {
  return { principal, rights: ['read'], issuedAt: Date.now(), ...restrictions };
}

/** Proxies see a token in a URL and histories keep it: a token that was redeemed must open nothing. */
async function redeemsOnce({ stores: [a, b, c] }: TokenStoreUnderTest): Promise<void> {
  const digest = newDigest();
  const grant = grantFor('operator');
  await a.issue(digest, grant, 60);
  expect(await b.redeem(digest)).toEqual({ grant });
  expect(await c.redeem(digest)).toEqual({ refused: 'used', principal: 'operator' });
  expect(await b.redeem(digest)).toEqual({ refused: 'used', principal: 'operator' });
}

/** A token that comes twice was copied: the refusal must name its principal, so that an operator can warn it. Names may be long. */
async function replaysNameThePrincipal({ stores: [a, b] }: TokenStoreUnderTest): Promise<void> {
  const names = ['operator', 'jwt:año "quoted" \\ {vx11}', 'two words', 'x'.repeat(256)];
  for (const principal of [...names, 'x'.repeat(3_000)]) {
    const digest = newDigest();
    await a.issue(digest, grantFor(principal), 60);
    await a.redeem(digest);
    expect(await b.redeem(digest)).toEqual({ refused: 'used', principal: principal.slice(0, 256) });
  }
}

/** Somebody who copied a URL races its owner, at any instance: one of them may redeem the token, never both. */
async function oneOfManyWins({ stores }: TokenStoreUnderTest): Promise<void> {
  const digest = newDigest();
  const grant = grantFor('operator');
  await stores[0].issue(digest, grant, 60);
  const attempts = Array.from({ length: 300 }, (_, index) => stores[index % 3]!.redeem(digest));
  const outcomes = await Promise.all(attempts);
  const losers = outcomes.filter((outcome) => 'refused' in outcome);
  expect(outcomes.filter((outcome) => 'grant' in outcome)).toEqual([{ grant }]);
  expect(losers).toEqual(Array(299).fill({ refused: 'used', principal: 'operator' }));
}

/** The refusal must tell an operator whether a token was used before or is unknown. */
async function refusalsAreToldApart({ stores: [store] }: TokenStoreUnderTest): Promise<void> {
  const used = newDigest();
  await store.issue(used, grantFor('operator'), 60);
  await store.redeem(used);
  expect(await store.redeem(used)).toEqual({ refused: 'used', principal: 'operator' });
  expect(await store.redeem(newDigest())).toEqual({ refused: 'unknown' });
}

/** A token found in an old log must be refused. Each attempt spends a token, so each attempt has its own. */
async function tokensExpire({ stores: [store, other] }: TokenStoreUnderTest): Promise<void> {
  const digests = Array.from({ length: 400 }, newDigest);
  await Promise.all(digests.map((digest) => store.issue(digest, grantFor('operator'), 4)));
  expect(await other.redeem(digests.pop()!)).toHaveProperty('grant');
  const look = async () => {
    const outcome = await other.redeem(digests.pop()!);
    return 'refused' in outcome ? outcome : undefined;
  };
  expect(await eventually(look, { what: 'a token to expire', everyMs: 100 })).toEqual({ refused: 'unknown' });
}

/** The grant decides what a stream shows: a restriction lost on the way shows more than was granted. */
async function grantsComeBackAsGiven({ stores: [a, b] }: TokenStoreUnderTest): Promise<void> {
  const grants: Grant[] = [
    grantFor('operator', { rights: ['read', 'publish', 'admin'] }),
    grantFor('gateway', { modules: ['madre', 'switch'], severities: ['critical'] }),
    grantFor('principal', { modules: [], severities: [] }),
    grantFor('x'.repeat(64), { modules: Array.from({ length: 100 }, (_, index) => `${index}`.padStart(64, 'm')) }),
    grantFor('año\u2028\0 "quoted" \r\n {vx11} $1 🐙'),
  ];
  for (const grant of grants) {
    const digest = newDigest();
    await a.issue(digest, grant, 300);
    expect(await b.redeem(digest)).toEqual({ grant });
  }
}

/** Operators watch this count to notice a flood, or a client that asks for tokens and never redeems them. */
async function statsFollowRedemption({ stores: [a, b] }: TokenStoreUnderTest): Promise<void> {
  expect(await a.stats()).toEqual({ live: 0, bytes: 0 });
  const digests = Array.from({ length: 20 }, newDigest);
  for (const digest of digests) await a.issue(digest, grantFor('operator'), 60);
  const full = await b.stats();
  expect(full.live).toBe(20);
  expect(full.bytes).toBeGreaterThan(20 * 100);
  expect(full.bytes).toBeLessThan(20 * 1_000);
  for (const digest of digests.slice(5)) await b.redeem(digest);
  await b.redeem(digests[5]!);
  expect((await a.stats()).live).toBe(5);
  expect((await a.stats()).bytes).toBeLessThan(full.bytes / 2);
}

/** A token that nobody redeemed must not be counted after its expiry; a token that still opens a stream must be counted. */
async function statsFollowExpiry({ stores: [store] }: TokenStoreUnderTest): Promise<void> {
  await store.issue(newDigest(), grantFor('operator'), 60);
  const { bytes } = await store.stats();
  const digests = Array.from({ length: 10 }, newDigest);
  await Promise.all(digests.map((digest) => store.issue(digest, grantFor('operator'), 5)));
  expect((await store.stats()).live).toBe(11);
  const dropped = async () => (await store.stats()).live === 1 || undefined;
  await eventually(dropped, { what: 'ten tokens to expire from the counts' });
  expect((await store.stats()).bytes).toBe(bytes);
  expect(await store.redeem(digests[0]!)).toEqual({ refused: 'unknown' });
}

/** When memory runs out, tokens that were issued must still be redeemed: refusing them would spread the outage. */
async function fullKeepsLiveTokens(under: TokenStoreUnderTest): Promise<void> {
  const [store, other] = under.stores;
  const digest = newDigest();
  const grant = grantFor('operator');
  await store.issue(digest, grant, 60);
  await under.fill();
  const refused = newDigest();
  await expect(store.issue(refused, grant, 60)).rejects.toBeInstanceOf(TokenStoreFullError);
  expect(await other.redeem(refused)).toEqual({ refused: 'unknown' });
  expect((await other.stats()).live).toBeGreaterThanOrEqual(1);
  expect(await other.redeem(digest)).toEqual({ grant });
  expect(await store.redeem(digest)).toEqual({ refused: 'used', principal: 'operator' });
}

/** A token must stay unspent when there is no place for its stream, and tokens of other principals must not wait for it. */
async function deferredTokensAreUntouched({ stores: [a, b, c] }: TokenStoreUnderTest): Promise<void> {
  const [held, other] = [newDigest(), newDigest()];
  const grant = grantFor('año "quoted"', { modules: ['madre'] });
  await a.issue(held, grant, 60);
  await a.issue(other, grantFor('gateway'), 60);
  const before = await a.stats();
  const looks = Array.from({ length: 50 }, (_, index) => [b, c][index % 2]!.redeem(held, ['operator', 'año "quoted"']));
  expect(await Promise.all(looks)).toEqual(Array(50).fill({ deferred: grant }));
  expect(await a.stats()).toEqual(before);
  expect(await b.redeem(other, ['operator', 'año "quoted"'])).toMatchObject({ grant: { principal: 'gateway' } });
  expect(await c.redeem(other, ['gateway'])).toEqual({ refused: 'used', principal: 'gateway' });
  expect(await b.redeem(newDigest(), ['gateway'])).toEqual({ refused: 'unknown' });
  expect((await a.stats()).live).toBe(1);
  const attempts = await Promise.all([b.redeem(held), c.redeem(held, ['operator']), a.redeem(held)]);
  expect(attempts.filter((outcome) => 'grant' in outcome)).toEqual([{ grant }]);
  expect(await b.redeem(held, ['año "quoted"'])).toEqual({ refused: 'used', principal: 'año "quoted"' });
}

/** Issues the largest tokens to `principal` until one is refused. Returns the tokens and the error of the refusal. */
async function untilRefused(store: TokenStore, principal: string, ttlSeconds = 60) {
  const digests: TokenDigest[] = [];
  for (;;) {
    const digest = newDigest();
    try {
      await store.issue(digest, grantFor(principal, LARGEST), ttlSeconds);
      digests.push(digest);
    } catch (error) {
      return { digests, error };
    }
  }
}

/** A principal that asks for too many tokens must fill its own share only: others must still get tokens. */
async function aPrincipalHasItsShare({ stores: [a, b, c] }: TokenStoreUnderTest): Promise<void> {
  const { digests, error } = await untilRefused(a, 'greedy');
  expect(error).toBeInstanceOf(TokenShareSpentError);
  expect((error as TokenShareSpentError).retryAfterSeconds).toBeGreaterThanOrEqual(1);
  expect((error as TokenShareSpentError).retryAfterSeconds).toBeLessThanOrEqual(61);
  const { bytes } = await b.stats();
  expect(bytes).toBeGreaterThan(0.9 * BOUNDS.bytesPerPrincipal);
  expect(bytes).toBeLessThanOrEqual(BOUNDS.bytesPerPrincipal);
  expect((await untilRefused(b, 'greedy')).digests).toEqual([]);
  await b.issue(newDigest(), grantFor('other', LARGEST), 60);
  for (const digest of digests.slice(0, 10)) await c.redeem(digest);
  expect((await untilRefused(b, 'greedy')).digests).toHaveLength(10);
}

/** A token that nobody redeemed must stop taking room when it expires. */
async function sharesComeBackOnExpiry({ stores: [store] }: TokenStoreUnderTest): Promise<void> {
  await untilRefused(store, 'greedy', 3);
  let fresh = 0;
  const refilled = async () => {
    fresh += (await untilRefused(store, 'greedy')).digests.length;
    return fresh > 90 || undefined;
  };
  await eventually(refilled, { what: 'the whole share to be free again' });
}

/** The store needs room for other data than tokens: the tokens of all principals together must leave it. */
async function allTogetherAreBounded({ stores: [store, other] }: TokenStoreUnderTest): Promise<void> {
  const errors = [];
  for (const principal of ['one', 'two', 'three']) errors.push((await untilRefused(store, principal)).error);
  expect(errors.map((error) => (error as Error).constructor)).toEqual([
    TokenShareSpentError,
    TokenShareSpentError,
    TokenStoreFullError,
  ]);
  expect((await other.stats()).bytes).toBeLessThanOrEqual(BOUNDS.bytes);
  await expect(other.issue(newDigest(), grantFor('four', LARGEST), 60)).rejects.toBeInstanceOf(TokenStoreFullError);
}

export const TOKEN_STORE_CONTRACT: readonly [claim: string, property: TokenStoreProperty][] = [
  ['redeems a token once, at any instance', redeemsOnce],
  ['lets one of 300 racing redeemers win', oneOfManyWins],
  ['tells used from unknown', refusalsAreToldApart],
  ['tells whose token it was that comes again', replaysNameThePrincipal],
  ['leaves the tokens of principals that it is asked to leave alone', deferredTokensAreUntouched],
  ['forgets a token when its time is up', tokensExpire],
  ['gives the grant back as it was', grantsComeBackAsGiven],
  ['counts down on redemption', statsFollowRedemption],
  ['counts down on expiry', statsFollowExpiry],
  ['keeps no more bytes of one principal than its share', aPrincipalHasItsShare],
  ['gives a share back as its tokens expire', sharesComeBackOnExpiry],
  ['keeps no more bytes of all than may be', allTogetherAreBounded],
  ['refuses new tokens when full and keeps the live ones', fullKeepsLiveTokens],
];
