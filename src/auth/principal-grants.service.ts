import { Injectable } from '@nestjs/common';
import { intersectReaches } from '../principal/scope.js';
import { type Grant } from '../token-store/token-store.interface.js';
import { PrincipalsService } from './principals.service.js';

/** Compares grants with the principals of now, which may have lost rights, scope or the credential since. */
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
    const rights = this.principals.rightsNow(grant);
    if (!rights.includes('read')) return undefined;
    const local = this.principals.directory.named(principal);
    // What an identity provider vouched for keeps its scope until it expires.
    if (!local) return { ...grant, rights };
    if (fingerprint !== undefined && !this.principals.directory.knows(principal, fingerprint)) return undefined;
    return { ...grant, rights, ...intersectReaches(grant, local.scope.read) };
  }

  /** Calls back whenever principals lost something. */
  onChange(listener: () => void): void {
    this.principals.directory.onChange(() => listener());
  }
}
