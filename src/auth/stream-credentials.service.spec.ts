// CWE-598: a credential in a URL ends up in logs and histories. It must be refused unless old clients need it, and never be repeated.
import { type IncomingMessage } from 'node:http';
import { Logger } from '@nestjs/common';
import { loadSettings } from '../config/load-settings.js';
import { type RequestContext } from '../http/request-context.js';
import { digestOfCredential, fingerprintOf } from '../principal/fingerprint.js';
import { type Right } from '../principal/principal.js';
import { digestOf } from '../sse-token/sse-token.js';
import { CredentialCheck } from './credential-check.service.js';
import { PrincipalsService } from './principals.service.js';
import { StreamCredentials } from './stream-credentials.service.js';

const CREDENTIAL = 'principal-credential';

/** This instance has not heard of the newest one. */
const REVOCATIONS = { newest: 6, generation: () => Promise.resolve(7) };

describe('a stream without a token', () => {
  const logged: unknown[] = [];
  let context: Partial<RequestContext>;
  let told: string[];

  beforeAll(() => void Logger.overrideLogger({ log: note, warn: note, error: note }));
  beforeEach(() => {
    logged.length = 0;
    context = {};
    told = [];
  });
  function note(...what: unknown[]): void {
    logged.push(...what);
  }

  function credentials(allow = false): StreamCredentials {
    const env = { VX11_PRINCIPAL_TOKEN: CREDENTIAL, VX11_ALLOW_PRINCIPAL_IN_QUERY: String(allow) };
    const { settings } = loadSettings(env);
    const observer = {
      refused: (reason: string) => told.push(reason),
      used: () => undefined,
      inQuery: (how: string) => told.push(how),
    };
    const principals = new PrincipalsService(settings);
    const check = new CredentialCheck(principals, observer, settings);
    return new StreamCredentials(settings, principals, check, observer, REVOCATIONS);
  }
  const request = (headers = {}) => ({ headers, context }) as unknown as IncomingMessage;

  it('is for a principal whose credential is in the header', async () => {
    const grant = await credentials().withoutToken(request({ 'x-vx11-token': CREDENTIAL }));
    expect(grant).toMatchObject({ principal: 'principal', rights: ['read'], generation: 7 });
    expect(context.principal).toMatchObject({ name: 'principal', rights: ['read'] });
  });

  it('is for nobody else', async () => {
    await expect(credentials().withoutToken(request())).rejects.toMatchObject({ code: 'auth_required' });
    expect(told).toEqual(['no_credential']);
  });

  it('is refused, counted and warned of where the credential is in the URL, which is not repeated', () => {
    const refusal = expect.objectContaining({ reason: 'principal_in_query' }) as Error;
    expect(() => credentials().credentialInQuery(digestOf(CREDENTIAL), request())).toThrow(refusal);
    expect(told).toEqual(['refused']);
    expect(logged).toEqual([
      'A credential of principal came in a URL and was refused; rotate it and use tokens.',
      'StreamCredentials',
    ]);
    expect(JSON.stringify([logged, context])).not.toContain(CREDENTIAL);
  });

  it('is opened by such a URL only where that is switched on, and counted and warned of all the same', () => {
    const grant = credentials(true).credentialInQuery(digestOf(CREDENTIAL), request());
    expect(grant).toMatchObject({ principal: 'principal', generation: 6 });
    expect(told).toEqual(['accepted']);
    expect(logged[0]).toBe('A credential of principal came in a URL and was accepted; rotate it and use tokens.');
  });

  it('leaves everything that is no credential to the token store', () => {
    expect(credentials().credentialInQuery(digestOf('a token'), request())).toBeUndefined();
    expect([told, logged]).toEqual([[], []]);
  });

  it('shows what the principal may read, and nothing to one that may not', async () => {
    const { settings } = loadSettings({ VX11_ALLOW_PRINCIPAL_IN_QUERY: 'true' });
    const held = (name: string, rights: Right[]) => ({ ...{ name, rights }, digests: [digestOfCredential(name)] });
    const scope = { read: { modules: ['switch'] }, publish: { modules: ['madre'] } };
    const all = [
      { ...held('watch', ['read']), scope, streamsMax: 3 },
      { ...held('sender', ['publish']), scope: {} },
    ];
    const principals = new PrincipalsService({ ...settings, principals: all });
    const observer = {
      refused: (reason: string) => told.push(reason),
      used: () => undefined,
      inQuery: (how: string) => told.push(how),
    };
    const check = new CredentialCheck(principals, observer, settings);
    const both = new StreamCredentials(settings, principals, check, observer, REVOCATIONS);
    const before = Date.now();
    const grant = await both.withoutToken(request({ 'x-vx11-token': 'watch' }));
    const fingerprint = fingerprintOf(digestOfCredential('watch'));
    const expected = { principal: 'watch', rights: ['read'], streamsMax: 3, fingerprint, modules: ['switch'] };
    expect(grant).toEqual({ ...expected, generation: 7, issuedAt: expect.any(Number) });
    expect(grant.issuedAt).toBeGreaterThanOrEqual(before);
    expect(both.credentialInQuery(digestOf('watch'), request())).toMatchObject(expected);
    expect(context.principal).toMatchObject({ name: 'watch' });
    await expect(both.withoutToken(request({ 'x-vx11-token': 'sender' }))).rejects.toMatchObject({
      reason: 'missing_right',
    });
    const refusal = expect.objectContaining({
      reason: 'missing_right',
      detail: 'The principal lacks the right to read.',
    }) as Error;
    expect(() => both.credentialInQuery(digestOf('sender'), request())).toThrow(refusal);
  });
});
