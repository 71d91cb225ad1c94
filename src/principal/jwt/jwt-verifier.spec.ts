// The signature decides whether a JWT is accepted: every known attack must end in a refusal that names the fault and shows nothing of
// the JWT. A provider that is away must not make a credential count as wrong.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT, UnsecuredJWT } from 'jose';
import { fetchKeys } from './fetch-keys.js';
import { JwtVerifier, looksLikeJwt } from './jwt-verifier.js';
import { ProviderKeys } from './provider-keys.js';

const ISSUER = 'https://idp.example';
const AUDIENCE = 'vx11';

interface Signer {
  readonly kid: string;
  readonly key: CryptoKey;
  readonly jwk: JWK;
  readonly pem: string;
}

async function signer(kid: string): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };
  return { kid, key: privateKey, jwk, pem: await exportSPKI(publicKey) };
}

/** A provider that can be told to go away, and counts what it is asked. */
class Provider {
  published: unknown = { keys: [] };
  status = 200;
  asked = 0;

  private constructor(private readonly server: Server) {
    server.on('request', (_, response) => {
      this.asked++;
      response.writeHead(this.status).end(JSON.stringify(this.published));
    });
  }

  static async start(): Promise<Provider> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Provider(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/jwks`;
  }

  publish(...signers: Signer[]): void {
    this.published = { keys: signers.map(({ jwk }) => jwk) };
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

describe('a JWT', () => {
  let provider: Provider;
  let [one, two]: Signer[] = [];
  let nowMs: number;
  let heard: (string | undefined)[];
  let keys: ProviderKeys;
  let verifier: JwtVerifier;

  beforeAll(async () => void ([one, two] = [await signer('one'), await signer('two')]));
  beforeEach(async () => {
    provider = await Provider.start();
    provider.publish(one!);
    [nowMs, heard] = [0, []];
    keys = new ProviderKeys({
      fetch: () => fetchKeys(provider.url),
      maxAgeMs: 3_600_000,
      availability: (reason) => heard.push(reason),
      now: () => nowMs,
    });
    const claims = { rights: 'scope', 'right.read': 'vx11:read', 'read.modules': 'access.modules' };
    verifier = new JwtVerifier({ issuer: ISSUER, audience: AUDIENCE, algorithms: ['ES256'], claims }, keys.find);
  });
  afterEach(() => provider.stop());

  const claims = { sub: 'alice', scope: 'vx11:read openid', access: { modules: ['switch'] } };
  const token = ({ by = one!, more = {}, header = {} }: { by?: Signer; more?: object; header?: object } = {}) =>
    new SignJWT({ ...claims, iss: ISSUER, aud: AUDIENCE, exp: Math.floor(Date.now() / 1_000) + 600, ...more })
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: by.kid, ...header })
      .sign(by.key);
  const refusal = async (text: string) =>
    verifier.verify(text).then(
      () => 'taken',
      (error: Error) => `${error.name}: ${error.message}`,
    );

  it('stands for a principal with the rights and the scope that its claims are mapped to, until it expires', async () => {
    const exp = Math.floor(Date.now() / 1_000) + 60;
    expect(await verifier.verify(await token({ more: { exp } }))).toEqual({
      name: 'jwt:alice',
      rights: ['read'],
      scope: { read: { modules: ['switch'] } },
      expiresAt: exp * 1_000,
      fingerprint: verifier.fingerprint,
    });
  });

  it.each([
    ['rights that are not mapped', { scope: 'openid admin read publish' }, { rights: [] }],
    ['no claim of rights', { scope: undefined }, { rights: [] }],
    ['everything', { access: { modules: '*' } }, { scope: {} }],
    ['nothing at all', { access: { modules: [] } }, { scope: { read: { modules: [] } } }],
    ['a name that a local principal has', { sub: 'operator' }, { name: 'jwt:operator' }],
  ])('may stand for %s', async (_, more, expected) => {
    expect(await verifier.verify(await token({ more }))).toMatchObject(expected);
  });

  it.each(['JWT', 'at+jwt', 'application/jwt', 'application/at+JWT'])('may be of the type %s', async (typ) => {
    expect(await verifier.verify(await token({ header: { typ } }))).toMatchObject({ name: 'jwt:alice' });
  });

  it('has the fingerprint of its provider, which no other has', () => {
    const other = (more: object) =>
      new JwtVerifier({ issuer: ISSUER, audience: AUDIENCE, algorithms: [], claims: {}, ...more }, keys.find)
        .fingerprint;
    expect(other({})).toBe(verifier.fingerprint);
    expect(new Set([verifier.fingerprint, other({ issuer: 'a' }), other({ audience: 'a' })]).size).toBe(3);
  });

  it('without the name of its key is refused where there are several, and so is what cannot be read', async () => {
    provider.publish(one!, two!);
    const several = 'JwtRefusedError: Its header kid is missing, and the provider has several keys.';
    expect(await refusal(await token({ header: { kid: undefined } }))).toBe(several);
    expect(await refusal('e30.e30.e30')).toBe('JwtRefusedError: It is no JWT that can be verified.');
  });

  const later = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds;
  it.each([
    ['for somebody else', { more: { aud: 'other' } }, /claim aud/],
    ['by another issuer', { more: { iss: 'https://evil.example' } }, /claim iss/],
    ['that has expired', { more: { exp: later(-60) } }, /claim exp is over/],
    ['that never expires', { more: { exp: undefined } }, /claim exp/],
    ['that lives too long', { more: { exp: later(172_800) } }, /claim exp is more than 86400/],
    ['that is not yet good', { more: { nbf: later(600) } }, /claim nbf/],
    ['without a subject', { more: { sub: undefined } }, /claim sub/],
    ['with a subject that would be two words in a log', { more: { sub: 'alice operator' } }, /claim sub/],
    ['of another type', { header: { typ: 'logout+jwt' } }, /header typ/],
    ['of no type', { header: { typ: undefined } }, /header typ/],
    ['without the claim of its scope', { more: { access: undefined } }, /claim access\.modules is missing/],
    ['with a scope that is none', { more: { access: { modules: [7] } } }, /claim access\.modules/],
    ['with a module that cannot be', { more: { access: { modules: ['a b'] } } }, /claim access\.modules/],
    [
      'with too many modules',
      { more: { access: { modules: Array.from({ length: 101 }, (_, n) => `m${n}`) } } },
      /more than 100/,
    ],
    ['that is huge', { more: { fill: 'x'.repeat(9_000) } }, /larger than 8192/],
  ] as [string, { more?: object; header?: object }, RegExp][])('%s is refused', async (_, options, why) => {
    const text = await token(options);
    const message = await refusal(text);
    expect(message).toMatch(/^JwtRefusedError: /);
    expect(message).toMatch(why);
    for (const part of text.split('.').filter((piece) => piece !== '')) expect(message).not.toContain(part);
  });

  it('without a signature, and one that takes the public key for a secret, are refused', async () => {
    const none = new UnsecuredJWT({ ...claims, iss: ISSUER, aud: AUDIENCE, exp: later(60) }).encode();
    expect(await refusal(none)).toMatch(/^JwtRefusedError: /);
    for (const secret of [one!.pem, JSON.stringify(one!.jwk)]) {
      const forged = await new SignJWT({ ...claims, iss: ISSUER, aud: AUDIENCE, exp: later(60) })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: 'one' })
        .sign(Buffer.from(secret));
      expect(await refusal(forged)).toBe('JwtRefusedError: Its header alg is none of those that are accepted.');
    }
  });

  it('that was changed, or signed with another key of that name, is refused', async () => {
    const [header, , signature] = (await token()).split('.');
    const payload = Buffer.from(JSON.stringify({ ...claims, scope: 'admin' })).toString('base64url');
    expect(await refusal(`${header}.${payload}.${signature}`)).toBe('JwtRefusedError: Its signature is wrong.');
    expect(await refusal(await token({ by: { ...two!, kid: 'one' } }))).toBe(
      'JwtRefusedError: Its signature is wrong.',
    );
  });

  it('signed with a new key is taken once the provider publishes it, and one of a withdrawn key no more', async () => {
    await verifier.verify(await token());
    provider.publish(two!);
    nowMs += 20_000;
    expect(await verifier.verify(await token({ by: two! }))).toMatchObject({ name: 'jwt:alice' });
    expect(await refusal(await token())).toBe('JwtRefusedError: Its header kid names no key of the provider.');
  });

  it('with an unknown key asks the provider once in a while, however many there are', async () => {
    await verifier.verify(await token());
    nowMs += 20_000;
    const unknown = await token({ by: two! });
    expect(await Promise.all(Array.from({ length: 50 }, () => refusal(unknown)))).toEqual(
      Array<string>(50).fill('JwtRefusedError: Its header kid names no key of the provider.'),
    );
    expect(provider.asked).toBe(2);
    nowMs += 20_000;
    await refusal(unknown);
    expect(provider.asked).toBe(3);
  });

  it('is taken for a bounded time while the provider is away; then the provider is at fault, not the caller', async () => {
    await verifier.verify(await token());
    provider.status = 503;
    nowMs += 3_500_000;
    expect(await verifier.verify(await token())).toMatchObject({ name: 'jwt:alice' });
    expect(await refusal(await token({ by: two! }))).toMatch(/^ProviderUnavailableError: /);
    nowMs += 200_000;
    expect(await refusal(await token())).toMatch(/^ProviderUnavailableError: /);
    provider.status = 200;
    nowMs += 20_000;
    expect(await verifier.verify(await token())).toMatchObject({ name: 'jwt:alice' });
    expect(heard).toEqual(['it was answered 503', undefined]);
  });

  it.each([
    ['is no JSON', 'keys'],
    ['holds no keys', { keys: [] }],
    ['is huge', { keys: [{ fill: 'x'.repeat(300_000) }] }],
  ])('cannot be judged where the key set %s', async (_, published) => {
    provider.published = published;
    expect(await refusal(await token())).toMatch(/^ProviderUnavailableError: /);
    expect(heard).toHaveLength(1);
  });

  it('is told from other credentials by its form', async () => {
    expect(looksLikeJwt(await token())).toBe(true);
    for (const other of ['', 'a.b', 'a.b.c.d', 'a b.c.d', 'vx11_abc-def']) expect(looksLikeJwt(other)).toBe(false);
  });
});
