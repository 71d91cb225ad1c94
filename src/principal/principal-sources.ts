import { type FileWatch } from '../files/file-watch.js';
import { canBeGuessed } from './credential-strength.js';
import { type Fault } from './file/fault.js';
import { PrincipalsFile, type PrincipalsFileSettings } from './file/principals-file.js';
import { type LocalPrincipal } from './principal.js';
import { type PrincipalDirectory } from './principal-directory.js';
import { reservedBy } from './reserved.js';
import { followCredentialFile } from './variables/credential-file.js';
import { type SecretFile } from './variables/secret-file.js';

export interface PrincipalSourcesOptions {
  /** The principals of the variables, and the file of each whose credentials were read from one. */
  readonly principals: readonly (LocalPrincipal & { readonly file?: SecretFile })[];
  readonly principalsFile: PrincipalsFileSettings | undefined;
  readonly refuseWeakCredentials: boolean;
}

/** Hears of files that were read again. `path` is that of the file; texts fit after it. */
export interface SourcesObserver {
  reloaded(path: string, principals: number): void;
  faults(path: string, faults: readonly Fault[]): void;
  refused(path: string, reason: string): void;
}

const VARIABLES = 'variables';
const FILE = 'file';

/** Fills a directory from where principals are configured, and keeps it as their files are. */
export class PrincipalSources {
  /** Absent where none is configured. */
  readonly file: PrincipalsFile | undefined;
  private readonly watches: readonly FileWatch[];
  private variables: readonly LocalPrincipal[];

  constructor(
    private readonly directory: PrincipalDirectory,
    private readonly options: PrincipalSourcesOptions,
    private readonly observer: SourcesObserver,
  ) {
    const { principals, principalsFile } = options;
    this.variables = principals;
    directory.replace(VARIABLES, principals);
    directory.replace(FILE, principalsFile?.principals ?? []);
    this.file = principalsFile && this.follow(principalsFile);
    this.watches = principals.flatMap(({ name, file }) => (file ? [this.followCredentials(name, file)] : []));
  }

  /** Looks at no file any more. */
  stop(): void {
    this.file?.stop();
    for (const watch of this.watches) watch.stop();
  }

  private follow(settings: PrincipalsFileSettings): PrincipalsFile {
    const { path } = settings;
    return new PrincipalsFile(
      settings,
      reservedBy(() => this.variables, this.options.refuseWeakCredentials),
      {
        accepted: (principals) => {
          this.directory.replace(FILE, principals);
          this.observer.reloaded(path, principals.length);
        },
        refused: (faults) => this.observer.faults(path, faults),
        unreadable: (reason) => this.observer.refused(path, reason),
      },
    );
  }

  private followCredentials(name: string, file: SecretFile): FileWatch {
    const objection = (credential: string, digest: string) => {
      const holder = this.directory.byDigest(digest);
      if (holder && holder.name !== name) return `is that of ${holder.name}; each principal needs its own`;
      return this.options.refuseWeakCredentials && canBeGuessed(credential) ? 'can be guessed' : undefined;
    };
    return followCredentialFile(file, objection, {
      accepted: (digests) => {
        this.variables = this.variables.map((one) => (one.name === name ? { ...one, digests } : one));
        this.directory.replace(VARIABLES, this.variables);
        this.observer.reloaded(file.path, 1);
      },
      refused: (reason) => this.observer.refused(file.path, reason),
    });
  }
}
