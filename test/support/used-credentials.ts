import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { RUN_ROOT } from '../../cluster/run-directory.js';

/** The file with every credential and token that the suite uses, one a line, for the test that searches all logs for them. */
export const USED_CREDENTIALS = join(RUN_ROOT, 'used-credentials');

/** Notes a credential or token as used, and returns it. */
export function used(secret: string): string {
  mkdirSync(RUN_ROOT, { recursive: true, mode: 0o700 });
  appendFileSync(USED_CREDENTIALS, `${secret}\n`, { mode: 0o600 });
  return secret;
}

/** A credential of its own for one test file. */
export function newCredential(): string {
  return used(randomBytes(24).toString('base64url'));
}
