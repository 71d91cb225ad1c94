import { Injectable } from '@nestjs/common';
import { intersectReaches } from '../principal/scope.js';
import { type Grant } from '../token-store/token-store.interface.js';
import { PrincipalsService } from './principals.service.js';

/** What grants are worth now: principals may have lost rights, scope or the credential since they were made. */
@Injectable()
export class PrincipalGrants {
  constructor(private readonly principals: PrincipalsService) {}

  /**
   * What a grant allows now: within what it allowed when it was made, and within what its principal may now. Undefined where its
   * principal or its credential is gone or expired, or may not read any more.
   */
  current(grant: Grant): Grant | undefined {
    const { principal, fingerprint, expiresAt } = grant;
    if (expiresAt !== undefined && expiresAt <= Date.now()) return undefined;
    const now = this.principals.named(principal);
    if (!now || (fingerprint !== undefined && !this.principals.knows(principal, fingerprint))) return undefined;
    const rights = grant.rights.filter((right) => now.rights.includes(right));
    return rights.includes('read') ? { ...grant, rights, ...intersectReaches(grant, now.scope.read) } : undefined;
  }

  /** Calls back whenever principals lost something. */
  onChange(listener: () => void): void {
    this.principals.onChange(() => listener());
  }
}
