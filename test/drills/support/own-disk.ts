import { execFile } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, symlinkSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A disk of 16 MB, mounted below `/var`, where alerts look for data. It is a file with a file system of its own, which only root may
 * mount.
 */
export class OwnDisk {
  private constructor(
    private readonly image: string,
    readonly path: string,
  ) {}

  /** Puts the disk in the place of an empty directory. */
  static async mount(directory: string): Promise<OwnDisk> {
    const image = `${directory}.image`;
    const path = mkdtempSync('/var/tmp/vx11-disk-');
    closeSync(openSync(image, 'w', 0o600));
    truncateSync(image, 16 * 2 ** 20);
    await run('mkfs.ext4', ['-q', '-m', '0', image]);
    await run('mount', ['-o', 'loop', image, path]);
    rmdirSync(directory);
    symlinkSync(path, directory);
    return new OwnDisk(image, path);
  }

  /** Takes all that is left. */
  fill(): void {
    const file = openSync(this.filler, 'a');
    try {
      for (let block = Buffer.alloc(2 ** 20); block.length > 0;) {
        try {
          writeSync(file, block);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
          block = block.subarray(0, block.length >> 1);
        }
      }
    } finally {
      closeSync(file);
    }
  }

  makeRoom(): void {
    rmSync(this.filler);
  }

  /** Nothing may use it any more. */
  async unmount(): Promise<void> {
    await run('umount', [this.path]);
    rmdirSync(this.path);
    rmSync(this.image);
  }

  private get filler(): string {
    return join(this.path, 'filler');
  }
}
