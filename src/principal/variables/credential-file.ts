import { FileWatch } from '../../files/file-watch.js';
import { digestOfCredential } from '../fingerprint.js';
import { CREDENTIAL, splitCredentials } from './credential-list.js';
import { SECRET_MAX_BYTES, type SecretFile } from './secret-file.js';

export interface CredentialFileObserver {
  /** The file holds these credentials now. */
  accepted(digests: readonly string[]): void;
  /** What it holds, or that it cannot be read, changes nothing. `reason` fits after its path. */
  refused(reason: string): void;
}

/** Why a credential cannot be taken, in words that fit after "a credential"; undefined if it can. */
export type Objection = (credential: string, digest: string) => string | undefined;

/** Follows the file of a credential variable. What cannot be used changes nothing. */
export function followCredentialFile(
  file: SecretFile,
  objection: Objection,
  observer: CredentialFileObserver,
): FileWatch {
  return new FileWatch({
    ...file,
    maxBytes: SECRET_MAX_BYTES,
    unreadable: (reason) => observer.refused(reason),
    changed: (text) => {
      const credentials = splitCredentials(text);
      if (!credentials.every((one) => CREDENTIAL.test(one))) {
        observer.refused(
          'must hold credentials of visible ASCII characters, separated by commas or on lines of their own',
        );
        return;
      }
      const digests = credentials.map(digestOfCredential);
      const why = credentials
        .map((one, index) => objection(one, digests[index]!))
        .find((reason) => reason !== undefined);
      if (why === undefined) observer.accepted(digests);
      else observer.refused(`holds a credential that ${why}`);
    },
  });
}
