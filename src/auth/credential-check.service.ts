import { type IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { contextOf } from '../http/request-context.js';
import { JwtRefusedError, ProviderUnavailableError } from '../principal/jwt/jwt-errors.js';
import { type Principal, type Right } from '../principal/principal.js';
import { Problem } from '../problems/problem.js';
import { Refusal } from '../problems/refusal.js';
import { CredentialObserver } from './credential-observer.js';
import { headerCredential } from '../http/header-credential.js';
import { PrincipalsService } from './principals.service.js';

/** When to try again, where the identity provider is away. */
const AGAIN = { retryAfterSeconds: 15 };

/** Finds out which principal calls, and whether it may. */
@Injectable()
export class CredentialCheck {
  constructor(
    private readonly principals: PrincipalsService,
    @Inject(CredentialObserver) private readonly observer: CredentialObserver,
  ) {}

  /**
   * The principal whose credential is in the header. Notes it in the request's context.
   * @throws Refusal `no_credential`, `wrong_credential`, `wrong_jwt`, `missing_right`; Problem `provider_unavailable`
   */
  async require(request: IncomingMessage, right?: Right): Promise<Principal> {
    const credential = headerCredential(request.headers);
    if (credential === undefined) throw this.refused(new Refusal('no_credential'));
    const found = this.principals.identify(credential);
    const principal = found instanceof Promise ? await found.catch((error) => this.notIdentified(error)) : found;
    if (!principal) throw this.refused(new Refusal('wrong_credential'));
    contextOf(request).principal = principal;
    if (right && !principal.rights.includes(right)) throw this.refused(Refusal.missing(right));
    return principal;
  }

  private notIdentified(error: unknown): never {
    if (error instanceof JwtRefusedError) throw this.refused(new Refusal('wrong_jwt', error.message));
    if (error instanceof ProviderUnavailableError) throw new Problem('provider_unavailable', error.message, AGAIN);
    throw error;
  }

  private refused(refusal: Refusal): Refusal {
    this.observer.refused(refusal.reason);
    return refusal;
  }
}
