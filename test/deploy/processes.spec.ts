// No process that a test starts may go on after the test run, however the run ends: a forgotten Redis holds a port and
// memory.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../cluster/eventually.js';
import { ManagedProcess } from '../../cluster/managed-process.js';
import { repository, repositoryFile } from '../../cluster/repository.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { run } from './support/run.js';

const runDir = createRunDirectory('processes');
const sleeper = (name: string) => ManagedProcess.start({ name, runDir, command: 'sleep', args: ['600'] });

/** Whether a process runs, and is not a zombie. */
async function isAlive(pid: number): Promise<boolean> {
  return /^[^Z\s]/.test((await run('ps', ['-p', String(pid), '-o', 'stat='])).output.trim());
}

describe('a managed process', () => {
  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('ends with its parent on %s, frozen or not', async (signal) => {
    const script = join(runDir, `parent-${signal}.mts`);
    const library = repositoryFile('cluster/managed-process.ts');
    writeFileSync(
      script,
      `import { ManagedProcess } from ${JSON.stringify(library)};
       const start = (name) => ManagedProcess.start({ name, runDir: ${JSON.stringify(runDir)}, command: 'sleep', args: ['600'] });
       const [one, other] = [await start('one'), await start('other')];
       other.freeze();
       console.log('children', one.pid, other.pid);
       setInterval(() => undefined, 1000);`,
    );
    const args = ['--import', 'tsx', script];
    const parent = await ManagedProcess.start({
      name: signal,
      runDir,
      command: process.execPath,
      args,
      cwd: repository,
    });
    const [, ...children] = await parent.waitForOutput(/children (\d+) (\d+)/);
    for (const child of children) expect(await isAlive(Number(child))).toBe(true);
    await parent.stop(signal);
    const gone = async () =>
      (await Promise.all(children.map((pid) => isAlive(Number(pid))))).some(Boolean) ? undefined : true;
    await eventually(gone, { what: 'the children to be gone' });
  });

  it('is killed when it does not become ready', async () => {
    const args = ['-c', 'trap "" TERM; echo deaf; while :; do sleep 1; done'];
    const deaf = await ManagedProcess.start({ name: 'deaf', runDir, command: 'sh', args });
    await deaf.waitForOutput(/deaf/);
    expect(await deaf.stop('SIGTERM', 100)).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('is thawed before it is stopped, since a frozen one handles no signal', async () => {
    const frozen = await sleeper('frozen');
    frozen.freeze();
    expect(await frozen.stop()).toEqual({ code: null, signal: 'SIGTERM' });
  });

  it('reports why it did not start', async () => {
    await expect(ManagedProcess.start({ name: 'none', runDir, command: 'no-such-program' })).rejects.toThrow(/ENOENT/);
    const brief = await ManagedProcess.start({
      name: 'brief',
      runDir,
      command: 'sh',
      args: ['-c', 'echo because >&2; exit 3'],
    });
    await expect(brief.waitForOutput(/never/)).rejects.toThrow(/code 3[\s\S]*because/);
  });

  it('inherits only PATH of the environment', async () => {
    process.env['VX11_STRAY'] = 'stray';
    const child = await ManagedProcess.start({ name: 'env', runDir, command: 'env', env: { GIVEN: 'yes' } });
    delete process.env['VX11_STRAY'];
    await child.exited;
    expect(child.output()).toMatch(/GIVEN=yes/);
    expect(child.output()).not.toMatch(/VX11_STRAY/);
  });
});
