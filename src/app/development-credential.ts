import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * An operator credential for one run, where none is configured. It is in a file that only its owner can read, as the header
 * line that curl takes with `-H @file`, and in the address of the page that a terminal shows.
 */
export class DevelopmentCredential {
  readonly headerFile: string;
  readonly credential = randomBytes(32).toString('base64url');
  private readonly directory = mkdtempSync(join(tmpdir(), 'vx11-operator-'));

  constructor() {
    this.headerFile = join(this.directory, 'credential.header');
    writeFileSync(this.headerFile, `X-VX11-Token: ${this.credential}\n`, { mode: 0o600 });
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
