// JWTs of an identity provider must open streams. Its keys must come over a connection that is verified, and a provider that does
// not respond must not look like a wrong credential.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { makeCertificate } from '../../cluster/certificate.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { Api, event } from '../support/api.js';
import { newCredential, used } from '../support/used-credentials.js';
import { problem } from './support/problem.js';
import { type Service, startService } from './support/service.js';

const EVENTS = '/operator/api/events';
const ISSUER = 'https://idp.example';

describe('JWTs of an identity provider', () => {
  let provider: Server;
  let services: Service[] = [];
  let key: CryptoKey;
  let jwk: JWK;
  let authority: string;

  beforeAll(async () => {
    const folder = createRunDirectory('jwks');
    authority = await makeCertificate(folder);
    const pair = await generateKeyPair('RS256', { extractable: true });
    key = pair.privateKey;
    jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
    const [cert, secret] = ['tls.crt', 'tls.key'].map((name) => readFileSync(join(folder, name)));
    provider = createServer({ cert, key: secret }, (_, response) => response.end(JSON.stringify({ keys: [jwk] })));
    provider.listen(0, '127.0.0.1');
    await once(provider, 'listening');
  });
  afterEach(async () => {
    await Promise.all(services.map((service) => service.process.stop()));
    services = [];
  });
  afterAll(() => {
    provider.closeAllConnections();
    provider.close();
  });

  async function start(env: Record<string, string> = {}): Promise<Service> {
    const service = await startService({
      VX11_OPERATOR_TOKEN: newCredential(),
      VX11_JWT_ISSUER: ISSUER,
      VX11_JWT_AUDIENCE: 'vx11',
      VX11_JWKS_URL: `https://localhost:${(provider.address() as AddressInfo).port}/jwks`,
      VX11_JWT_CLAIMS: 'rights=scope,right.read=read',
      NODE_EXTRA_CA_CERTS: authority,
      ...env,
    });
    services.push(service);
    return service;
  }
  const jwt = async (claims: Record<string, unknown> = {}) =>
    used(
      await new SignJWT({ sub: 'alice', scope: 'read', iss: ISSUER, aud: 'vx11', ...claims })
        .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: 'one' })
        .setExpirationTime('5m')
        .sign(key),
    );

  it('read, issue a token and open a stream with it, and do no more than their rights say', async () => {
    const { baseUrl } = await start();
    const alice = new Api(baseUrl, await jwt());
    expect((await alice.call('GET', EVENTS)).status).toBe(200);
    expect(await alice.call('POST', EVENTS, event())).toMatchObject(problem('forbidden'));
    const { body } = await alice.call('POST', `${EVENTS}/sse-token`);
    const stream = await fetch(`${baseUrl}${EVENTS}/stream?token=${used(body.sse_token as string)}`);
    expect([stream.status, stream.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    await stream.body?.cancel();
  });

  it('are refused with the name of the wrong claim, and shown neither in the response nor in the log', async () => {
    const service = await start();
    const token = await jwt({ aud: 'other' });
    const refused = await new Api(service.baseUrl, token).call('GET', EVENTS);
    expect(refused).toMatchObject(
      problem('invalid_token', { detail: 'Its claim aud is missing or not the one expected.' }),
    );
    expect(JSON.stringify(refused.body) + service.process.output()).not.toContain(token.split('.')[1]);
  });

  it('get 503 while the provider cannot be trusted, and local credentials work meanwhile', async () => {
    const operator = newCredential();
    const { baseUrl } = await start({ NODE_EXTRA_CA_CERTS: '', VX11_OPERATOR_TOKEN: operator });
    const answer = await new Api(baseUrl, await jwt()).call('GET', EVENTS);
    expect(answer).toMatchObject(problem('provider_unavailable'));
    expect(answer.headers.get('retry-after')).toBe('15');
    expect((await new Api(baseUrl, operator).call('GET', EVENTS)).status).toBe(200);
  });
});
