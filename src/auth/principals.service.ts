import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { digestOfCredential } from '../principal/fingerprint.js';
import { type LocalPrincipal, type Principal } from '../principal/principal.js';
import { type ChangeListener, PrincipalDirectory } from '../principal/principal-directory.js';
import { PrincipalSources, type PrincipalSourcesOptions } from '../principal/principal-sources.js';
import { reloadLog } from './reload-log.js';

/** Knows the principals by the digests of their credentials. */
@Injectable()
export class PrincipalsService implements OnModuleDestroy {
  private readonly directory = new PrincipalDirectory();
  private readonly sources: PrincipalSources;

  constructor(@Inject(Settings) settings: PrincipalSourcesOptions) {
    this.sources = new PrincipalSources(this.directory, settings, reloadLog(new Logger('Principals')));
  }

  /** Of the principals file: whether it counts as it is now, and for how long what counts has done so. Absent without one. */
  get file(): { readonly valid: boolean; readonly ageSeconds: number } | undefined {
    return this.sources.file;
  }

  /** The principal of this name, with the rights and the scope that it has now. */
  named(name: string): LocalPrincipal | undefined {
    return this.directory.named(name);
  }

  /** Whether any principal has a limit on streams of its own. */
  get anyLimit(): boolean {
    return this.directory.anyLimit;
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

  onModuleDestroy(): void {
    this.sources.stop();
  }
}
