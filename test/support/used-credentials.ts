import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { RUN_ROOT } from '../../cluster/run-directory.js';

/** Where every credential and token that the suite uses is noted, one a line, for the test that reads all logs. */
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
