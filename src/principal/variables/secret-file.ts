/** Bounds a file that holds a secret, such as a Docker or Kubernetes secret. */
export const SECRET_MAX_BYTES = 65_536;

/** A file with a secret, as it was read at start. */
export interface SecretFile {
  readonly path: string;
  /** Of what was read; see `readSmallFile`. */
  readonly identity: string;
}
