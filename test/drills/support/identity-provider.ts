import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { join } from 'node:path';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { makeCertificate } from '../../../cluster/certificate.js';
import { freePort } from '../../../cluster/free-port.js';
import { used } from '../../support/used-credentials.js';

const ISSUER = 'https://idp.example';

/** An identity provider that publishes its key, and can be away. */
export class IdentityProvider {
  private server: Server | undefined;

  private constructor(
    private readonly directory: string,
    private readonly authority: string,
    private readonly port: number,
    private readonly key: CryptoKey,
    private readonly jwk: JWK,
  ) {}

  static async start(directory: string): Promise<IdentityProvider> {
    mkdirSync(directory, { mode: 0o700 });
    const authority = await makeCertificate(directory);
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
    const provider = new IdentityProvider(directory, authority, await freePort(), privateKey, jwk);
    await provider.comesBack();
    return provider;
  }

  /** With these an instance takes its JWTs. */
  get settings(): Record<string, string> {
    return {
      VX11_JWT_ISSUER: ISSUER,
      VX11_JWT_AUDIENCE: 'vx11',
      VX11_JWKS_URL: `https://localhost:${this.port}/jwks`,
      VX11_JWT_CLAIMS: 'rights=scope,right.read=read',
      NODE_EXTRA_CA_CERTS: this.authority,
    };
  }

  /** A JWT for somebody who may read. */
  async jwt(): Promise<string> {
    const claims = { sub: 'alice', scope: 'read', iss: ISSUER, aud: 'vx11' };
    const header = { alg: 'RS256', typ: 'at+jwt', kid: 'one' };
    return used(await new SignJWT(claims).setProtectedHeader(header).setExpirationTime('5m').sign(this.key));
  }

  async goesAway(): Promise<void> {
    if (!this.server) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    this.server = undefined;
    await closed;
  }

  async comesBack(): Promise<void> {
    const [cert, key] = ['tls.crt', 'tls.key'].map((name) => readFileSync(join(this.directory, name)));
    this.server = createServer({ cert, key }, (_, response) => response.end(JSON.stringify({ keys: [this.jwk] })));
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }
}
