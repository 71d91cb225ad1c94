// No docker is available here. So the tests do the steps of the Dockerfile by hand: they copy only what it copies, start with its
// command and run its health check. `npm start` in test/docs/readme.spec.ts builds from what it copies.
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { freePort } from '../../cluster/free-port.js';
import { ManagedProcess } from '../../cluster/managed-process.js';
import { repositoryFile } from '../../cluster/repository.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { newCredential } from '../support/used-credentials.js';
import { copied, copiedFrom, stages } from './support/dockerfile.js';
import { run } from './support/run.js';

const [build, , final] = stages as [string, string, string];
const ignored = readFileSync(repositoryFile('.dockerignore'), 'utf8').split('\n');

/** The JSON list after an instruction. */
function command(instruction: RegExp): [string, ...string[]] {
  return JSON.parse(instruction.exec(final)![1]!) as [string, ...string[]];
}

describe('Dockerfile', () => {
  const app = join(createRunDirectory('image'), 'app');

  it('copies what .dockerignore lets through, and nothing else gets into its context', () => {
    expect(ignored).toContain('*');
    const letThrough = ignored.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    expect([...new Set(stages.flatMap(copied))].sort()).toEqual(letThrough.sort());
  });

  it('uses the node of .nvmrc, runs as a user other than root, and has neither npm nor sources', () => {
    const node = readFileSync(repositoryFile('.nvmrc'), 'utf8').trim();
    for (const stage of stages) expect(stage).toMatch(new RegExp(`^FROM node:${node}-`));
    expect(final).toMatch(/^USER node$/m);
    expect(final).toMatch(/rm -rf \/usr\/local\/lib\/node_modules/);
    expect(copied(final)).toEqual(['package.json']);
  });

  it('is built by the command that `npm start` builds with', () => {
    expect(build).toMatch(/^RUN npm run build$/m);
    const { scripts } = JSON.parse(readFileSync(repositoryFile('package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(scripts['start']).toMatch(/^npm run --silent build && /);
  });

  it('starts, and its health check passes while it runs and fails when it does not', async () => {
    for (const path of [...copied(final), ...copiedFrom(final, 'build')]) {
      mkdirSync(dirname(join(app, path)), { recursive: true });
      cpSync(repositoryFile(path), join(app, path), { recursive: true });
    }
    symlinkSync(repositoryFile('node_modules'), join(app, 'node_modules'));
    const [node, ...args] = command(/^CMD (\[.*\])$/m);
    const port = String(await freePort());
    // A build argument stands for its default.
    const argument = (value: string) =>
      value.startsWith('$') ? new RegExp(`^ARG ${value.slice(1)}=(.*)$`, 'm').exec(final)![1]! : value;
    const image = Object.fromEntries(
      [.../^ENV (.*)$/m.exec(final)![1]!.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name!, argument(value!)]),
    );
    const env = { ...image, HOST: '127.0.0.1', PORT: port, VX11_STORE: 'memory', VX11_OPERATOR_TOKEN: newCredential() };
    const [checker, ...check] = command(/^HEALTHCHECK .* CMD (\[.*\])$/m);
    const healthy = () => run(checker, check, { PORT: port }).then(({ code }) => code === 0);

    expect(await healthy()).toBe(false);
    const service = await ManagedProcess.start({
      name: 'image',
      runDir: dirname(app),
      command: node,
      args,
      env,
      cwd: app,
    });
    await service.ready(async () => (await healthy()) || undefined, 'the health check to be green');
    expect((await service.stop()).code).toBe(0);
    expect(await healthy()).toBe(false);
  });
});
