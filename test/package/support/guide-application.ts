import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ManagedProcess } from '../../../cluster/managed-process.js';
import { onAPort } from '../../../cluster/on-a-port.js';
import { repository, repositoryFile } from '../../../cluster/repository.js';
import { createRunDirectory } from '../../../cluster/run-directory.js';
import { newCredential } from '../../support/used-credentials.js';
import { packed } from './packed.js';

const run = promisify(execFile);
const COMPILER = {
  target: 'es2022',
  module: 'nodenext',
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  strict: true,
  types: ['node'],
};

export type Adapter = 'express' | 'fastify';

/** What the application needs besides the package and its peers. */
const WANTED = ['@nestjs/platform-fastify', '@types/node'];
const PACKAGE = '@vx11/operator-backend';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const ours = JSON.parse(readFileSync(repositoryFile('package.json'), 'utf8')) as Manifest;

/** The application of docs/guides/nest.md in a directory of its own outside the repository, with the packed package in it. */
export class GuideApplication {
  readonly lines: number;
  private readonly source: string;
  private readonly directory = mkdtempSync(join(tmpdir(), 'nest-application-'));
  private readonly runDir = createRunDirectory('nest-application');

  private constructor() {
    const guide = readFileSync(repositoryFile('docs/guides/nest.md'), 'utf8');
    this.source = /```ts\n([^]*?)```/.exec(guide)![1]!;
    this.lines = this.source.trimEnd().split('\n').length;
  }

  /** Packs the package, installs it from npm with Nest and both adapters, and compiles the application against its types. */
  static async install(): Promise<GuideApplication> {
    const application = new GuideApplication();
    const filename = await application.pack();
    const dependencies = {
      ...ours.peerDependencies,
      ...Object.fromEntries(WANTED.map((name) => [name, ours.devDependencies[name]])),
      [PACKAGE]: `file:./${filename}`,
    };
    const manifest = { name: 'application', private: true, type: 'module', dependencies };
    writeFileSync(join(application.directory, 'package.json'), JSON.stringify(manifest));
    await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'], {
      cwd: application.directory,
    });
    await application.compile();
    return application;
  }

  /**
   * As `install`, without npm, which takes half a minute: the package finds what its manifest names, as the repository has it installed,
   * and nothing else.
   */
  static async link(): Promise<GuideApplication> {
    const application = new GuideApplication();
    const { directory } = application;
    const filename = await application.pack();
    writeFileSync(join(directory, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    const modules = join(directory, 'node_modules');
    const unpacked = join(modules, PACKAGE);
    mkdirSync(unpacked, { recursive: true });
    await run('tar', ['--extract', '--file', join(directory, filename), '--strip-components=1'], { cwd: unpacked });
    const { dependencies } = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8')) as Manifest;
    for (const name of [...Object.keys({ ...dependencies, ...ours.peerDependencies }), ...WANTED]) {
      mkdirSync(dirname(join(modules, name)), { recursive: true });
      symlinkSync(repositoryFile(join('node_modules', name)), join(modules, name));
    }
    await application.compile();
    return application;
  }

  /** Starts it on this adapter. */
  async start(adapter: Adapter): Promise<{ process: ManagedProcess; baseUrl: string; session: string }> {
    const session = newCredential();
    return onAPort(undefined, async (port) => {
      const process = await ManagedProcess.start({
        name: `nest-${adapter}`,
        command: 'node',
        args: [`${adapter}.js`],
        runDir: this.runDir,
        cwd: this.directory,
        env: { PORT: String(port), SESSION: session, NO_COLOR: '1' },
      });
      await process.waitForOutput(/^http:.*$/m, 30_000);
      return { process, baseUrl: `http://127.0.0.1:${port}`, session };
    });
  }

  remove(): void {
    rmSync(this.directory, { recursive: true });
  }

  /** Returns the name of the tarball. */
  private async pack(): Promise<string> {
    // What `npm pack` runs first, but for the build, which is there.
    await run('npx', ['tsc', '-p', 'tsconfig.package.json'], { cwd: repository });
    return (await packed(repository, this.directory)).filename;
  }

  private async compile(): Promise<void> {
    const fastify = this.source.replace('create(AppModule)', 'create(AppModule, new FastifyAdapter())');
    const adapter = "import { FastifyAdapter } from '@nestjs/platform-fastify';\n";
    writeFileSync(join(this.directory, 'express.ts'), this.source);
    writeFileSync(join(this.directory, 'fastify.ts'), adapter + fastify);
    writeFileSync(join(this.directory, 'tsconfig.json'), JSON.stringify({ compilerOptions: COMPILER }));
    await run('node', [repositoryFile('node_modules/typescript/bin/tsc')], { cwd: this.directory }).catch(
      (error: unknown) => {
        const { stdout } = error as { stdout: string };
        throw new Error(`The application of the guide does not compile:\n${stdout}`);
      },
    );
  }
}
