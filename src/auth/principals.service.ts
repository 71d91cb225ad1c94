import { hash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { type Principal } from '../principal/principal.js';

/** Knows the principals by the digests of their credentials. */
@Injectable()
export class PrincipalsService {
  private readonly known: readonly { readonly digest: Buffer; readonly principal: Principal }[];
  private readonly byName: ReadonlyMap<string, Principal>;

  constructor(@Inject(Settings) { principals }: Settings) {
    this.known = principals.flatMap(({ name, rights, digests }) =>
      digests.map((digest) => ({ digest, principal: { name, rights } })),
    );
    this.byName = new Map(principals.map(({ name, rights }) => [name, { name, rights }]));
  }

  /** The principal of this name, with the rights that it has now. */
  named(name: string): Principal | undefined {
    return this.byName.get(name);
  }

  /** Whose credential this is, if anybody's. */
  identify(credential: string): Principal | undefined {
    return this.byDigest(hash('sha256', credential, 'buffer'));
  }

  /** Whose credential has this SHA-256. Takes the same time for every digest: all are looked at. */
  byDigest(digest: Buffer): Principal | undefined {
    let found: Principal | undefined;
    for (const { digest: expected, principal } of this.known) {
      if (timingSafeEqual(digest, expected)) found = principal;
    }
    return found;
  }
}
