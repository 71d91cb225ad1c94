import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** The application of docs/guides/nest.md in a directory of its own, with the packed package installed as a stranger would. */
export class GuideApplication {
  readonly lines: number;
  private readonly source: string;

  private constructor(private readonly directory: string) {
    const guide = readFileSync(repositoryFile('docs/guides/nest.md'), 'utf8');
    this.source = /```ts\n([^]*?)```/.exec(guide)![1]!;
    this.lines = this.source.trimEnd().split('\n').length;
  }

  /** Packs the package, installs it with Nest and both adapters, and compiles the application against its types. */
  static async install(): Promise<GuideApplication> {
    const directory = createRunDirectory('nest-application');
    // What `npm pack` runs first, but for the build, which is there.
    await run('npx', ['tsc', '-p', 'tsconfig.package.json'], { cwd: repository });
    const { filename } = await packed(repository, directory);
    const { devDependencies, peerDependencies } = JSON.parse(
      readFileSync(repositoryFile('package.json'), 'utf8'),
    ) as Record<string, Record<string, string>>;
    const wanted = ['@nestjs/platform-fastify', '@types/node', 'typescript'];
    const dependencies = {
      ...peerDependencies,
      ...Object.fromEntries(wanted.map((name) => [name, devDependencies![name]])),
      '@vx11/operator-backend': `file:./${filename}`,
    };
    const manifest = { name: 'application', private: true, type: 'module', dependencies };
    writeFileSync(join(directory, 'package.json'), JSON.stringify(manifest));
    await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'], {
      cwd: directory,
    });
    const application = new GuideApplication(directory);
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
        runDir: this.directory,
        cwd: this.directory,
        env: { PORT: String(port), SESSION: session, NO_COLOR: '1' },
      });
      await process.waitForOutput(/^http:.*$/m, 30_000);
      return { process, baseUrl: `http://127.0.0.1:${port}`, session };
    });
  }

  private async compile(): Promise<void> {
    const fastify = this.source.replace('create(AppModule)', 'create(AppModule, new FastifyAdapter())');
    const adapter = "import { FastifyAdapter } from '@nestjs/platform-fastify';\n";
    writeFileSync(join(this.directory, 'express.ts'), this.source);
    writeFileSync(join(this.directory, 'fastify.ts'), adapter + fastify);
    writeFileSync(join(this.directory, 'tsconfig.json'), JSON.stringify({ compilerOptions: COMPILER }));
    await run('npx', ['tsc'], { cwd: this.directory }).catch((error: unknown) => {
      const { stdout } = error as { stdout: string };
      throw new Error(`The application of the guide does not compile:\n${stdout}`);
    });
  }
}
