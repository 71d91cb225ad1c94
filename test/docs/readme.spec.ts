// A newcomer pastes the commands of README first: they must work.
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../../cluster/free-port.js';
import { ManagedProcess } from '../../cluster/managed-process.js';
import { repositoryFile } from '../../cluster/repository.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { page } from './support/markdown.js';

const COPIED = [
  'package.json',
  '.npmrc',
  '.swcrc',
  'bundle.js',
  'tsconfig.json',
  'tsconfig.build.json',
  'src',
  'client',
];

const blocks = [...page('README.md').matchAll(/^```sh\n(.*?)\n```$/gms)].map(([, text]) => text!);

describe('the commands of README', () => {
  it('are these: the tests run by CI, the cluster by its own suite, the start below', () => {
    expect(blocks).toEqual(['npm ci && npm start', 'npm ci && npm test', 'npm run cluster']);
  });

  it('npm start builds, starts, and prints lines that show an event arrive', async () => {
    const directory = createRunDirectory('readme');
    for (const name of COPIED) cpSync(repositoryFile(name), join(directory, name), { recursive: true });
    mkdirSync(join(directory, 'dist'), { recursive: true });
    symlinkSync(repositoryFile('node_modules'), join(directory, 'node_modules'));
    const port = await freePort();
    // What is installed is not installed again: the command without its `npm ci`.
    const command = blocks[0]!.replace('npm ci && ', '');
    const env = { PORT: String(port), HOME: directory, TMPDIR: directory };
    const service = await ManagedProcess.start({
      name: 'npm-start',
      runDir: directory,
      command: 'bash',
      args: ['-c', command],
      cwd: directory,
      env,
    });
    const [, lines] = await service.waitForOutput(/another terminal\.\n\n((?:TOKEN|curl).*?\n)\n/s, 90_000);
    const shell = await ManagedProcess.start({
      name: 'pasted',
      runDir: directory,
      command: 'bash',
      args: ['-c', `${lines}wait`],
      cwd: directory,
    });
    await shell.waitForOutput(/"summary":"Hello from the shell"/);
    await service.stop();
    await shell.stop();
    expect(await isListening(port)).toBe(false);
  }, 120_000);
});

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
