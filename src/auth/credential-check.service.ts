import { type IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { addressKey, clientAddress } from '../http/client-address.js';
import { contextOf } from '../http/request-context.js';
import { canBeGuessed } from '../principal/credential-strength.js';
import { digestOfCredential } from '../principal/fingerprint.js';
import { JwtRefusedError, ProviderUnavailableError } from '../principal/jwt/jwt-errors.js';
import { type Principal, type Right } from '../principal/principal.js';
import { Problem } from '../problems/problem.js';
import { Refusal } from '../problems/refusal.js';
import { CredentialLabels } from './credential-labels.js';
import { CredentialObserver } from './credential-observer.js';
import { headerCredential } from '../http/header-credential.js';
import { AddressCounts, SeparateCounts } from '../rate-limit/address-counts.js';
import { PrincipalsService } from './principals.service.js';
import { WrongCredentials } from './wrong-credentials.js';

/** When to try again, where the identity provider is away. */
const AGAIN = { retryAfterSeconds: 15 };

/** Finds the principal of a request by its credential, and checks its right. */
@Injectable()
export class CredentialCheck {
  private readonly wrong: WrongCredentials | undefined;
  private readonly labels = new CredentialLabels();

  constructor(
    private readonly principals: PrincipalsService,
    @Inject(CredentialObserver) private readonly observer: CredentialObserver,
    @Inject(Settings) { wrongCredentials }: Pick<Settings, 'wrongCredentials'>,
    @Inject(AddressCounts) counts: AddressCounts = new SeparateCounts(),
  ) {
    if (wrongCredentials.different > 0) this.wrong = new WrongCredentials(wrongCredentials, counts);
  }

  /**
   * The principal whose credential is in the header. Notes it in the request's context.
   * @throws Refusal `no_credential`, `wrong_credential`, `wrong_jwt`, `missing_right`, `wrong_credentials`; Problem `provider_unavailable`
   */
  async require(request: IncomingMessage, right?: Right): Promise<Principal> {
    const credential = headerCredential(request.headers);
    if (credential === undefined) throw this.refused(new Refusal('no_credential'));
    const found = this.principals.identify(credential);
    const principal = found instanceof Promise ? await found.catch((error) => this.notIdentified(error)) : found;
    if (this.wrong) this.limit(this.wrong, request, credential, principal);
    if (!principal) throw this.refused(new Refusal('wrong_credential'));
    contextOf(request).principal = principal;
    if (right && !principal.rights.includes(right)) throw this.refused(Refusal.missing(right));
    this.observer.used(principal.name, this.labels.of(principal.fingerprint, credential));
    return principal;
  }

  /** A right credential that cannot be guessed passes, whatever else came from its address. */
  private limit(wrong: WrongCredentials, request: IncomingMessage, credential: string, principal?: Principal): void {
    if (principal && !wrong.refusing) return;
    const address = addressKey(clientAddress(request));
    const refusedMs = wrong.refusedFor(address);
    if (principal && (refusedMs === 0 || principal.expiresAt !== undefined || !canBeGuessed(credential))) return;
    if (refusedMs === 0) return wrong.note(address, digestOfCredential(credential));
    const { different: quota, windowSeconds } = wrong.limit;
    const limit = { policy: 'wrong-credentials', quota, windowSeconds };
    const retryAfterSeconds = Math.ceil(refusedMs / 1_000);
    throw this.refused(new Refusal('wrong_credentials', undefined, { retryAfterSeconds, limit }));
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
