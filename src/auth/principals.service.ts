import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { type Principal } from './principal.js';

/** Knows the principals by the digests of their credentials. */
@Injectable()
export class PrincipalsService {
  private readonly known: readonly { readonly digest: Buffer; readonly principal: Principal }[];

  constructor(@Inject(Settings) { principals }: Settings) {
    this.known = principals.flatMap(({ name, rights, digests }) =>
      digests.map((digest) => ({ digest, principal: { name, rights } })),
    );
  }

  /** Whose credential this is, if anybody's. Takes the same time for every credential: all are looked at. */
  identify(credential: string): Principal | undefined {
    const digest = createHash('sha256').update(credential).digest();
    let found: Principal | undefined;
    for (const { digest: expected, principal } of this.known) {
      if (timingSafeEqual(digest, expected)) found = principal;
    }
    return found;
  }
}
