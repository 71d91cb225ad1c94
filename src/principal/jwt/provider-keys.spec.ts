// The service must not ask the provider for its keys with every JWT, nor so seldom that it misses a withdrawn key. What it reports while
// the provider is away is all that an operator has to find the cause.
import { exportJWK, type FlattenedJWSInput, generateKeyPair, type JSONWebKeySet } from 'jose';
import { ProviderUnavailableError } from './jwt-errors.js';
import { ProviderKeys } from './provider-keys.js';

const HEADER = { alg: 'ES256', kid: 'one' };
const TOKEN = {} as FlattenedJWSInput;

describe('the keys of a provider that is asked', () => {
  let now: number;
  let asked: number;
  let answer: () => Promise<JSONWebKeySet>;
  let heard: (string | undefined)[];
  let keys: ProviderKeys;
  let one: JSONWebKeySet;

  beforeAll(async () => {
    const { publicKey } = await generateKeyPair('ES256');
    one = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one' }] };
  });
  beforeEach(() => {
    now = 1_000_000;
    asked = 0;
    answer = () => Promise.resolve(one);
    heard = [];
    keys = new ProviderKeys({
      fetch: () => (asked++, answer()),
      maxAgeMs: 3_600_000,
      availability: (reason) => heard.push(reason),
      now: () => now,
    });
  });
  afterEach(() => keys.stop());
  const fails = (error: Error) => (answer = () => Promise.reject(error));

  it('are asked for before they are needed, and have an age', async () => {
    expect(keys.ageSeconds).toBeUndefined();
    keys.start();
    expect(asked).toBe(1);
    await keys.find(HEADER, TOKEN);
    now += 2_500;
    expect([keys.ageSeconds, asked]).toEqual([2.5, 1]);
  });

  it('are asked for again after five minutes, in the background', async () => {
    await keys.find(HEADER, TOKEN);
    now += 299_999;
    await keys.find(HEADER, TOKEN);
    expect(asked).toBe(1);
    now += 1;
    answer = () => new Promise(() => undefined);
    await keys.find(HEADER, TOKEN);
    expect(asked).toBe(2);
  });

  it('count for as long as they may, and no longer', async () => {
    await keys.find(HEADER, TOKEN);
    fails(new Error('away'));
    now += 3_600_000;
    await keys.find(HEADER, TOKEN);
    now += 1;
    const refusal = new ProviderUnavailableError('The keys of the identity provider cannot be had.');
    await expect(keys.find(HEADER, TOKEN)).rejects.toThrow(refusal);
  });

  it('are asked for at most every 15 seconds where a key is unknown', async () => {
    await keys.find(HEADER, TOKEN);
    const other = { ...HEADER, kid: 'two' };
    for (const [later, times] of [
      [14_999, 1],
      [1, 2],
      [14_999, 2],
      [1, 3],
    ] as const) {
      now += later;
      await expect(keys.find(other, TOKEN)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
      expect(asked).toBe(times);
    }
    fails(new Error('away'));
    now += 15_000;
    const refusal = new ProviderUnavailableError('The provider is away, and the key is not among those known.');
    await expect(keys.find(other, TOKEN)).rejects.toThrow(refusal);
  });

  it('are not asked for again where the token names several of them', async () => {
    answer = () => Promise.resolve({ keys: [...one.keys, { ...one.keys[0]!, kid: 'two' }] });
    await keys.find(HEADER, TOKEN);
    now += 20_000;
    const several = keys.find({ alg: 'ES256' }, TOKEN);
    await expect(several).rejects.toMatchObject({ code: 'ERR_JWKS_MULTIPLE_MATCHING_KEYS' });
    expect(asked).toBe(1);
  });

  it.each<[string, Error]>([
    ['it did not answer in time', new DOMException('The operation was aborted', 'TimeoutError')],
    ['ECONNREFUSED', new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) })],
    ['unexpected redirect', new TypeError('fetch failed', { cause: new Error('unexpected redirect') })],
    ['fetch failed', new TypeError('fetch failed', { cause: 'unknown' })],
    ['it was answered 503', new Error('it was answered 503')],
  ])('are told to be away once, with the reason, and once to be back: %s', async (reason, error) => {
    fails(error);
    for (let time = 0; time < 3; time++, now += 15_000) await keys.refresh();
    expect([asked, heard]).toEqual([3, [reason]]);
    answer = () => Promise.resolve(one);
    for (let time = 0; time < 2; time++, now += 300_000) await keys.refresh();
    await keys.find(HEADER, TOKEN);
    expect(heard).toEqual([reason, undefined]);
  });

  it('are asked for once by all who wait', async () => {
    await Promise.all(Array.from({ length: 20 }, () => keys.refresh()));
    expect(asked).toBe(1);
  });

  it('have an age by a clock that only goes forward, where no other is given', async () => {
    keys = new ProviderKeys({ fetch: answer, maxAgeMs: 1_000, availability: () => undefined });
    await keys.refresh();
    expect(keys.ageSeconds).toBeGreaterThanOrEqual(0);
  });
});
