import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { repositoryFile } from '../../cluster/repository.js';

/** Where every credential and token that the suite uses is noted, one a line, for the test that reads all logs. */
export const USED_CREDENTIALS = repositoryFile('.run/used-credentials');

/** Notes a credential or token as used, and answers it. */
export function used(secret: string): string {
  mkdirSync(repositoryFile('.run'), { recursive: true, mode: 0o700 });
  appendFileSync(USED_CREDENTIALS, `${secret}\n`, { mode: 0o600 });
  return secret;
}

/** A credential of its own for one test file. */
export function newCredential(): string {
  return used(randomBytes(24).toString('base64url'));
}
