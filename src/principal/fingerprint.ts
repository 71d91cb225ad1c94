import { hash } from 'node:crypto';

/** SHA-256 of a credential, 64 lower-case hex digits: the only form in which one is kept. */
export function digestOfCredential(credential: string): string {
  return hash('sha256', credential, 'hex');
}

/** Tells the credential of this digest from others: 16 hex digits. */
export function fingerprintOf(digest: string): string {
  return digest.slice(0, 16);
}
