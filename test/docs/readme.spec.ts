// A newcomer pastes the commands of README first: they must work.
import { cpSync, rmSync, symlinkSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { eventually } from '../../cluster/eventually.js';
import { freePort } from '../../cluster/free-port.js';
import { ManagedProcess } from '../../cluster/managed-process.js';
import { repositoryFile } from '../../cluster/repository.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { Api } from '../support/api.js';
import { PseudoTerminal } from '../support/pseudo-terminal.js';
import { used } from '../support/used-credentials.js';
import { copied, stages } from '../deploy/support/dockerfile.js';
import { page as documentOf } from './support/markdown.js';

/** What the image is built from is enough: test/deploy/image.spec.ts relies on it. */
const COPIED = copied(stages[0]!);

const blocks = [...documentOf('README.md').matchAll(/^```sh\n(.*?)\n```$/gms)].map(([, text]) => text!);

describe('the commands of README', () => {
  it('are these: the tests run by CI, the cluster by its own suite, the start below', () => {
    expect(blocks).toEqual(['npm ci && npm start', 'npm ci && npm test', 'npm run cluster']);
  });

  it('npm start builds, starts, and prints lines that show an event arrive', async () => {
    const directory = createRunDirectory('readme');
    for (const name of COPIED) cpSync(repositoryFile(name), join(directory, name), { recursive: true });
    rmSync(join(directory, 'client/dist'), { recursive: true });
    symlinkSync(repositoryFile('node_modules'), join(directory, 'node_modules'));
    const port = await freePort();
    // What is installed is not installed again: the command without its `npm ci`.
    const command = blocks[0]!.replace('npm ci && ', '');
    const env = { PORT: String(port), HOME: directory, TMPDIR: directory };
    // Some terminals say that they have no rows and no columns; what draws a progress bar there may never end.
    const terminal = new PseudoTerminal(`sh -c 'stty rows 0 cols 0; ${command}'`, { cwd: directory, env });
    const [, lines = ''] = await terminal.shows(/another terminal\.\s+((?:TOKEN|curl).*?\n)\s*\n/s, 180_000);
    const [, page = '', credential = ''] = await terminal.shows(/The page: (\S+)#token=([A-Za-z0-9_-]{43})\s/);
    expect([page, (await fetch(page)).status]).toEqual([`http://127.0.0.1:${port}/operator/ui/`, 200]);
    expect((await new Api(new URL(page).origin, used(credential)).call('GET', '/operator/api/events')).status).toBe(
      200,
    );
    const shell = await ManagedProcess.start({
      name: 'pasted',
      runDir: directory,
      command: 'bash',
      args: ['-c', `${lines.replaceAll('\r', '')}wait`],
      cwd: directory,
    });
    await shell.waitForOutput(/"summary":"Hello from the shell"/);
    terminal.type('\x03');
    await shell.stop();
    await eventually(async () => !(await isListening(port)) || undefined, { what: 'the end of the service' });
    terminal.close();
  }, 300_000);
});

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
