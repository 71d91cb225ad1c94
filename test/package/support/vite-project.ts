import { execFile } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ManagedProcess } from '../../../cluster/managed-process.js';
import { onAPort } from '../../../cluster/on-a-port.js';
import { repository, repositoryFile } from '../../../cluster/repository.js';
import { createRunDirectory } from '../../../cluster/run-directory.js';
import { packed } from './packed.js';

const run = promisify(execFile);
/** As a project has them that has not turned any check off. */
const COMPILER = {
  strict: true,
  noEmit: true,
  target: 'es2022',
  lib: ['es2022', 'dom'],
  types: [],
  skipLibCheck: false,
};
/** The ways in which a project may look packages up. */
const RESOLUTIONS = [
  { module: 'esnext', moduleResolution: 'bundler' },
  { module: 'nodenext', moduleResolution: 'nodenext' },
];
const VITE = repositoryFile('node_modules/vite/bin/vite.js');

/** A project with Vite in a directory of its own, in which the packed client is installed. Vite and the compiler are those of the repository. */
export class ViteProject {
  private constructor(private readonly directory: string) {}

  static async install(): Promise<ViteProject> {
    const directory = createRunDirectory('vite-page');
    cpSync(repositoryFile('test/package/support/vite-page'), directory, { recursive: true });
    const { filename } = await packed(join(repository, 'client'), directory);
    const dependencies = { '@vx11/sse-client': `file:./${filename}` };
    const manifest = { name: 'vite-page', private: true, type: 'module', dependencies };
    writeFileSync(join(directory, 'package.json'), JSON.stringify(manifest));
    await run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: directory });
    return new ViteProject(directory);
  }

  /** Compiles the page against the types of the package. Throws with what the compiler says. */
  async check(): Promise<void> {
    const checks = RESOLUTIONS.map(async (resolution) => {
      const file = join(this.directory, `tsconfig.${resolution.moduleResolution}.json`);
      writeFileSync(file, JSON.stringify({ compilerOptions: { ...COMPILER, ...resolution }, include: ['src'] }));
      await run('npx', ['tsc', '-p', file], { cwd: repository }).catch(({ stdout }: { stdout: string }) => {
        throw new Error(`The page does not compile (${resolution.moduleResolution}):\n${stdout}`);
      });
    });
    await Promise.all(checks);
  }

  /** What node finds in the package. */
  async exported(): Promise<string[]> {
    const script = "console.log(JSON.stringify(Object.keys(await import('@vx11/sse-client'))))";
    const { stdout } = await run('node', ['--input-type=module', '-e', script], { cwd: this.directory });
    return JSON.parse(stdout) as string[];
  }

  async build(): Promise<void> {
    await run('node', [VITE, 'build', '--logLevel', 'warn'], { cwd: this.directory });
  }

  /** Serves the built page, and `/operator` of this service. */
  async serve(service: string): Promise<{ process: ManagedProcess; baseUrl: string }> {
    return onAPort(undefined, async (port) => {
      const process = await ManagedProcess.start({
        name: 'vite',
        command: 'node',
        args: [VITE, 'preview', '--host', '127.0.0.1', '--port', String(port), '--strictPort'],
        runDir: this.directory,
        cwd: this.directory,
        env: { SERVICE: service, NO_COLOR: '1' },
      });
      await process.waitForOutput(/Local:/, 30_000);
      return { process, baseUrl: `http://127.0.0.1:${port}` };
    });
  }
}
