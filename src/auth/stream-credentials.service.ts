import { type IncomingMessage } from 'node:http';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { contextOf } from '../http/request-context.js';
import { type Principal } from '../principal/principal.js';
import { Refusal } from '../problems/refusal.js';
import { Revocations } from '../revocation/revocations.interface.js';
import { type TokenGuardOptions } from '../token-guard/token-guard.options.js';
import { type Grant, type TokenDigest } from '../token-store/token-store.interface.js';
import { CredentialCheck } from './credential-check.service.js';
import { CredentialObserver } from './credential-observer.js';
import { PrincipalsService } from './principals.service.js';

/** Opens streams to principals without a token: by the header, and by the query where that is still allowed. */
@Injectable()
export class StreamCredentials implements TokenGuardOptions {
  private readonly logger = new Logger('StreamCredentials');

  constructor(
    @Inject(Settings) private readonly settings: Settings,
    private readonly principals: PrincipalsService,
    private readonly check: CredentialCheck,
    @Inject(CredentialObserver) private readonly observer: CredentialObserver,
    @Inject(Revocations) private readonly revocations: Pick<Revocations, 'newest' | 'generation'>,
  ) {}

  /** @throws Refusal for a credential that is missing, not known, or of a principal that may not read */
  readonly withoutToken = async (request: IncomingMessage): Promise<Grant> => {
    // Asked for first: what is revoked while the credential is checked ends the stream.
    const generation = await this.revocations.generation();
    return grantOf(await this.check.require(request, 'read'), generation);
  };

  /** @throws Refusal where credentials in URLs are not allowed, or the principal may not read */
  readonly credentialInQuery = (digest: TokenDigest, request: IncomingMessage): Grant | undefined => {
    const principal = this.principals.directory.byDigest(digest);
    if (!principal) return undefined;
    contextOf(request).principal = principal;
    const allowed = this.settings.allowPrincipalInQuery;
    const outcome = allowed ? 'accepted' : 'refused';
    this.observer.inQuery(outcome);
    this.logger.warn(`A credential of ${principal.name} came in a URL and was ${outcome}; rotate it and use tokens.`);
    if (!allowed) throw new Refusal('principal_in_query');
    if (!principal.rights.includes('read')) throw Refusal.missing('read');
    return grantOf(principal, this.revocations.newest);
  };
}

function grantOf(principal: Principal, generation: number): Grant {
  const { name, rights, scope, streamsMax, expiresAt, fingerprint } = principal;
  const issuedAt = Date.now();
  return { principal: name, rights, streamsMax, expiresAt, fingerprint, issuedAt, generation, ...scope.read };
}
