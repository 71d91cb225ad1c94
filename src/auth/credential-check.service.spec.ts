// A caller that tries out credentials must be stopped, and no other caller: neither a program with an old credential nor a good caller
// behind the same address. An identity provider that is away must not make a credential count as wrong.
import { randomBytes } from 'node:crypto';
import { type IncomingMessage } from 'node:http';
import { Logger } from '@nestjs/common';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type RequestContext } from '../http/request-context.js';
import { digestOfCredential } from '../principal/fingerprint.js';
import { type JwtSettings } from '../principal/jwt/jwt-principals.js';
import { type Right } from '../principal/principal.js';
import { type Refusal } from '../problems/refusal.js';
import { CredentialCheck } from './credential-check.service.js';
import { PrincipalsService } from './principals.service.js';

Logger.overrideLogger(false);

const WEAK = 'weak-credential';
const STRONG = randomBytes(24).toString('base64url');
const LIMIT = { different: 3, windowSeconds: 60 };
const ISSUER = { issuer: 'https://idp.example', audience: 'vx11', algorithms: ['ES256'] };
const CLAIMS = { rights: 'scope', 'right.read': 'read' };

describe('the check of a credential', () => {
  let told: string[];
  let principals: PrincipalsService | undefined;
  let check: CredentialCheck;
  let context: Partial<RequestContext>;

  beforeEach(() => {
    told = [];
    context = {};
  });
  afterEach(() => principals?.onModuleDestroy());

  function start({ wrongCredentials = LIMIT, jwt }: { wrongCredentials?: typeof LIMIT; jwt?: JwtSettings } = {}): void {
    const local = (name: string, credential: string) => ({
      ...{ name, rights: ['read'] as const, scope: {} },
      digests: [digestOfCredential(credential)],
    });
    const settings = { principalsFile: undefined, refuseWeakCredentials: false, jwt };
    principals = new PrincipalsService({ ...settings, principals: [local('weak', WEAK), local('strong', STRONG)] });
    const observer = {
      refused: (reason: string) => told.push(reason),
      used: () => undefined,
      inQuery: () => undefined,
    };
    check = new CredentialCheck(principals, observer, { wrongCredentials });
  }

  function call(credential: string, { from = '192.0.2.1', right }: { from?: string; right?: Right } = {}) {
    context = { address: from };
    return check.require({ headers: { 'x-vx11-token': credential }, context } as unknown as IncomingMessage, right);
  }
  const refusal = (calling: Promise<unknown>) =>
    calling.then(
      () => 'let in',
      ({ reason, code }: Refusal) => reason ?? code,
    );
  /** Tries out so many different credentials. */
  const guess = async (times: number) => {
    for (let time = 0; time < times; time++) {
      expect(await refusal(call(randomBytes(9).toString('hex')))).toBe('wrong_credential');
    }
  };

  it('lets in who has the right, and names the one that is missing', async () => {
    start();
    expect(await call(WEAK, { right: 'read' })).toMatchObject({ name: 'weak' });
    await expect(call(WEAK, { right: 'publish' })).rejects.toMatchObject({
      reason: 'missing_right',
      detail: 'The principal lacks the right to publish.',
    });
    expect([context.principal?.name, told]).toEqual(['weak', ['missing_right']]);
  });

  it('refuses wrong ones of an address unseen after so many, and says until when', async () => {
    start();
    await guess(3);
    told = [];
    await expect(call('another')).rejects.toMatchObject({
      reason: 'wrong_credentials',
      options: {
        retryAfterSeconds: expect.closeTo(60, -1),
        limit: { policy: 'wrong-credentials', quota: 3, windowSeconds: 60 },
      },
    });
    expect(told).toEqual(['wrong_credentials']);
    expect(await refusal(call('another', { from: '192.0.2.2' }))).toBe('wrong_credential');
  });

  it('lets in from such an address only whose credential cannot be found by trying', async () => {
    start();
    await guess(3);
    expect(await refusal(call(WEAK))).toBe('wrong_credentials');
    expect(await refusal(call(STRONG))).toBe('let in');
    expect(await refusal(call(WEAK, { from: '192.0.2.2' }))).toBe('let in');
  });

  it('counts one that is repeated once, and no good one', async () => {
    start();
    await guess(2);
    const old = randomBytes(9).toString('hex');
    for (let time = 0; time < 2; time++) expect(await refusal(call(WEAK))).toBe('let in');
    expect(await refusal(call(old))).toBe('wrong_credential');
    expect(await refusal(call(old))).toBe('wrong_credentials');
  });

  it('counts the addresses of one /64 together', async () => {
    start();
    for (const last of [1, 2, 3]) await refusal(call(`guess-${last}`, { from: `2001:db8::${last}` }));
    expect(await refusal(call('guess-4', { from: '2001:db8::4' }))).toBe('wrong_credentials');
  });

  it('limits nothing where the limit is 0', async () => {
    start({ wrongCredentials: { different: 0, windowSeconds: 60 } });
    await guess(50);
    expect(await refusal(call(WEAK))).toBe('let in');
  });

  describe('that is a JWT', () => {
    const forged = `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`;

    /** A provider whose keys are in a file; signs for alice. */
    async function provider(): Promise<{ jwt: JwtSettings; token: string }> {
      const { privateKey, publicKey } = await generateKeyPair('ES256');
      const text = JSON.stringify({ keys: [await exportJWK(publicKey)] });
      const token = await new SignJWT({ scope: 'read' })
        .setProtectedHeader({ alg: 'ES256', typ: 'JWT' })
        .setIssuer(ISSUER.issuer)
        .setAudience(ISSUER.audience)
        .setSubject('alice')
        .setExpirationTime('1 minute')
        .sign(privateKey);
      const keys = { path: '/nonexistent/keys.json', identity: '', text };
      return { jwt: { ...ISSUER, claims: CLAIMS, keys }, token };
    }

    it('lets in whom the provider signed for, also from an address that is refused', async () => {
      const { jwt, token } = await provider();
      start({ jwt });
      expect(await call(token)).toMatchObject({ name: 'jwt:alice', rights: ['read'] });
      await guess(3);
      expect(await refusal(call(token))).toBe('let in');
    });

    it('refuses one that is not signed, and says what is wrong', async () => {
      start({ jwt: (await provider()).jwt });
      await expect(call(forged)).rejects.toMatchObject({
        reason: 'wrong_jwt',
        detail: expect.stringMatching(/^Its header alg/),
      });
      expect(told).toEqual(['wrong_jwt']);
    });

    it('asks to come back while the provider is away, and counts nothing', async () => {
      const { token } = await provider();
      const keys = { url: 'http://127.0.0.1:1/keys', maxAgeSeconds: 60 };
      start({ jwt: { ...ISSUER, claims: CLAIMS, keys } });
      for (let time = 0; time < 5; time++) {
        await expect(call(token)).rejects.toMatchObject({
          code: 'provider_unavailable',
          options: { retryAfterSeconds: 15 },
        });
      }
      expect(told).toEqual([]);
    });

    it('passes on what nobody expected', async () => {
      start();
      const unexpected = new Error('unexpected');
      principals!.identify = () => Promise.reject(unexpected);
      await expect(call(WEAK)).rejects.toBe(unexpected);
    });
  });
});
