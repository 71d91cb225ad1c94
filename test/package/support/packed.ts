import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface Package {
  readonly filename: string;
  readonly files: readonly string[];
}

/** Packs what is built, as `npm pack` does after its build. Without a directory to put it into, only says what would be in it. */
export async function packed(directory: string, into?: string): Promise<Package> {
  const where = into === undefined ? ['--dry-run'] : ['--pack-destination', into];
  const { stdout } = await promisify(execFile)('npm', ['pack', '--json', '--ignore-scripts', ...where], {
    cwd: directory,
  });
  const [said] = JSON.parse(stdout.slice(stdout.indexOf('['))) as [{ filename: string; files: { path: string }[] }];
  return { filename: said.filename, files: said.files.map(({ path }) => path) };
}
