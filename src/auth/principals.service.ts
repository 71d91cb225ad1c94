import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { digestOfCredential } from '../principal/fingerprint.js';
import { JWT_PREFIX } from '../principal/jwt/jwt-verifier.js';
import { type Principal, type Right } from '../principal/principal.js';
import { PrincipalDirectory } from '../principal/principal-directory.js';
import { JwtPrincipals, type JwtSettings } from '../principal/jwt/jwt-principals.js';
import {
  PrincipalSources,
  type PrincipalSourcesOptions,
  type SourcesObserver,
} from '../principal/principal-sources.js';
import { keysLog, reloadLog } from './reload-log.js';

/** The part of a grant that depends on its principal. */
export interface Granted {
  readonly principal: string;
  readonly rights: readonly Right[];
  readonly fingerprint?: string | undefined;
  readonly expiresAt?: number | undefined;
}

/** Finds the principal of a credential, and holds what the principals of this instance come from: settings, files, a provider. */
@Injectable()
export class PrincipalsService implements OnModuleDestroy {
  /** The principals that this instance is configured with. */
  readonly directory = new PrincipalDirectory();
  private readonly reloads: SourcesObserver[] = [];
  private readonly sources: PrincipalSources;
  private readonly provider: JwtPrincipals | undefined;

  constructor(@Inject(Settings) settings: PrincipalSourcesOptions & { readonly jwt?: JwtSettings | undefined }) {
    const logger = new Logger('Principals');
    this.reloads.push(reloadLog(logger));
    this.sources = new PrincipalSources(this.directory, settings, {
      reloaded: (...told) => this.reloads.forEach((observer) => observer.reloaded(...told)),
      refused: (...told) => this.reloads.forEach((observer) => observer.refused(...told)),
      faults: (...told) => this.reloads.forEach((observer) => observer.faults(...told)),
    });
    this.provider = settings.jwt && new JwtPrincipals(settings.jwt, keysLog(logger));
  }

  /** Of the principals file: whether it counts as it is now, and for how long what counts has done so. Absent without one. */
  get file(): { readonly valid: boolean; readonly ageSeconds: number } | undefined {
    return this.sources.file;
  }

  /** Since when the keys of the identity provider are known, seconds; undefined while there are none. */
  get keysAgeSeconds(): number | undefined {
    return this.provider?.keys.ageSeconds;
  }

  /** Rights that a grant still has: those of its principal now, or its own until the JWT expires that it was given for. */
  rightsNow({ principal, rights, fingerprint, expiresAt = 0 }: Granted): readonly Right[] {
    if (!principal.startsWith(JWT_PREFIX)) {
      const held = this.directory.named(principal)?.rights ?? [];
      return rights.filter((right) => held.includes(right));
    }
    return this.provider?.fingerprint === fingerprint && expiresAt > Date.now() ? rights : [];
  }

  /**
   * The principal of a credential, undefined if there is none. A promise for a JWT: it rejects with JwtRefusedError, or with
   * ProviderUnavailableError while the provider's keys cannot be had.
   */
  identify(credential: string): Principal | undefined | Promise<Principal | undefined> {
    return this.directory.byDigest(digestOfCredential(credential)) ?? this.provider?.identify(credential);
  }

  /** Tells `observer` what becomes of files that are read again. */
  onReload(observer: SourcesObserver): void {
    this.reloads.push(observer);
  }

  onModuleDestroy(): void {
    this.sources.stop();
    this.provider?.keys.stop();
  }
}
