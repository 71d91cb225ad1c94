import { Inject, Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { digestOfCredential } from '../principal/fingerprint.js';
import { type LocalPrincipal, type Principal } from '../principal/principal.js';
import { type ChangeListener, PrincipalDirectory } from '../principal/principal-directory.js';

/** Knows the principals by the digests of their credentials. */
@Injectable()
export class PrincipalsService {
  private readonly directory = new PrincipalDirectory();

  constructor(@Inject(Settings) { principals }: Settings) {
    this.directory.replace('variables', principals);
  }

  /** The principal of this name, with the rights and the scope that it has now. */
  named(name: string): LocalPrincipal | undefined {
    return this.directory.named(name);
  }

  /** Whose credential this is, if anybody's. A promise where somebody else has to be asked first. */
  identify(credential: string): Principal | undefined | Promise<Principal | undefined> {
    return this.byDigest(digestOfCredential(credential));
  }

  /** Whose credential has this SHA-256, 64 lower-case hex digits. Knows only those of this instance's configuration. */
  byDigest(digest: string): Principal | undefined {
    return this.directory.byDigest(digest);
  }

  /** Whether the principal of this name still has the credential of this fingerprint. */
  knows(name: string, fingerprint: string): boolean {
    return this.directory.knows(name, fingerprint);
  }

  /** Tells what principals lost when their sources changed. @returns a function that ends it */
  onChange(listener: ChangeListener): () => void {
    return this.directory.onChange(listener);
  }
}
