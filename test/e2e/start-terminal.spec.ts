// `npm start` builds first. When the terminal is interrupted or closed during the build, neither the build nor the
// server may go on.
import { readdirSync, readFileSync, readlinkSync, mkdtempSync, rmSync, symlinkSync, cpSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../cluster/eventually.js';
import { repositoryFile } from '../../cluster/repository.js';
import { PseudoTerminal } from '../support/pseudo-terminal.js';

const BUILT_FROM = ['package.json', 'tsconfig.json', 'tsconfig.build.json', '.swcrc', 'src', 'client'];

/** Of node, not of the shell that will start it. */
const TYPE_CHECK = /^\S*node .*tsc -p tsconfig\.build\.json/;

/** The command lines of the processes that run in `directory`. */
function runningIn(directory: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        if (!readlinkSync(`/proc/${pid}/cwd`).startsWith(directory)) return [];
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()];
      } catch {
        return []; // it has ended, or is another user's
      }
    });
}

describe('npm start, while it builds', () => {
  let directory: string;
  let terminal: PseudoTerminal;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'vx11-build-'));
    for (const name of BUILT_FROM) cpSync(repositoryFile(name), join(directory, name), { recursive: true });
    symlinkSync(repositoryFile('node_modules'), join(directory, 'node_modules'));
    terminal = new PseudoTerminal('npm start', { cwd: directory, env: { PORT: '0', HOME: directory } });
    const checking = () => runningIn(directory).some((command) => TYPE_CHECK.test(command)) || undefined;
    await eventually(checking, { what: 'the type check' });
  });

  afterEach(() => {
    terminal.close();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Waits until only the terminal is left; fails with what is. */
  async function nothingRuns(): Promise<void> {
    let left: string[] = [];
    const look = () => {
      left = runningIn(directory).filter((command) => !command.startsWith('script '));
      return left.length === 0 || undefined;
    };
    await eventually(look, { what: 'the end of the build' }).catch((error: unknown) => {
      throw new Error(`${String(error)}; there are: ${left.join('; ')}; on the screen: ${terminal.screen.slice(-500)}`);
    });
  }

  it('ends at Ctrl-C', async () => {
    terminal.type('\x03');
    await nothingRuns();
    expect(terminal.screen).not.toMatch(/listening/);
  });

  it('ends when its terminal is closed', async () => {
    terminal.close();
    await nothingRuns();
  });
});
