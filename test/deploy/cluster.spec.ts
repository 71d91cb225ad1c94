// `npm run cluster` starts a whole deployment for a developer. The three commands that it prints must work when pasted,
// everything that it starts must end with it, and it must print no credential.
import { existsSync, readFileSync } from 'node:fs';
import { freePort } from '../../cluster/free-port.js';
import { ManagedProcess } from '../../cluster/managed-process.js';
import { repository, repositoryFile } from '../../cluster/repository.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { used } from '../support/used-credentials.js';
import { FakeInstance } from './support/fake-instance.js';
import { run } from './support/run.js';

const TOO_LONG_MS = 60_000;

describe('npm run cluster', () => {
  let cluster: ManagedProcess;
  let port: number;
  let headerFile: string;

  /** The command that it prints below a line. */
  const printed = (title: string) => new RegExp(`^${title}.*:\n +(.+)$`, 'm').exec(cluster.output())![1]!;
  const paste = (line: string) => run('bash', ['-c', line]);
  const pidOf = (name: string) => Number(new RegExp(`${name} (\\d+)`).exec(cluster.output())![1]);

  beforeAll(async () => {
    port = await freePort();
    cluster = await ManagedProcess.start({
      name: 'cluster',
      runDir: createRunDirectory('command'),
      command: process.execPath,
      args: ['--import', 'tsx', 'cluster/main.ts', '--instances', '2', '--port', String(port)],
      cwd: repository,
    });
    await cluster.ready(() => cluster.output().includes('Ctrl-C ends all') || undefined, 'the cluster', TOO_LONG_MS);
    headerFile = /@(\S+operator\.header)/.exec(cluster.output())![1]!;
    used(readFileSync(headerFile, 'utf8').trim().split(': ')[1]!);
  }, TOO_LONG_MS);

  afterAll(() => cluster.stop('SIGINT', 30_000));

  it('prints three commands that work', async () => {
    expect(await paste(printed('Publish an event'))).toMatchObject({
      code: 0,
      output: expect.stringContaining('"accepted":1'),
    });
    const asked = await paste(printed('List published events'));
    expect(asked.output).toContain('"summary":"Hello"');
    const stream = await ManagedProcess.start({
      name: 'curl',
      runDir: createRunDirectory('curl'),
      command: 'bash',
      args: ['-c', printed('Open a stream')],
    });
    await stream.waitForOutput(/event: snapshot\n[^]*"summary":"Hello"/);
    await stream.kill();
  });

  it('shows no credential, and keeps its file to the owner', async () => {
    const credential = readFileSync(headerFile, 'utf8').trim().split(': ')[1]!;
    expect(credential.length).toBeGreaterThan(30);
    expect(cluster.output()).not.toContain(credential);
    expect((await run('stat', ['-c', '%a', headerFile])).output.trim()).toBe('600');
  });

  it(
    'starts an instance again that was killed',
    async () => {
      process.kill(pidOf('operator-2'), 'SIGKILL'); // started by the cluster that was started above
      await cluster.waitForOutput(/operator-2 ended \(SIGKILL\); starting it again/);
      await cluster.waitForOutput(/starting it again[\s\S]*operator-2 +\[.*listening/, TOO_LONG_MS);
    },
    TOO_LONG_MS,
  );

  it('ends all its processes when it is interrupted, also an instance that is just starting again', async () => {
    process.kill(pidOf('operator-1'), 'SIGKILL');
    await cluster.waitForOutput(/operator-1 ended/);
    const pids = ['operator-1', 'redis'].map(pidOf);
    const { code } = await cluster.stop('SIGINT', 30_000);
    expect(code).toBe(0);
    for (const pid of pids) expect((await run('ps', ['-p', String(pid), '-o', 'stat='])).output).toMatch(/^(Z.*)?\s*$/);
    expect(existsSync(headerFile)).toBe(false);
    await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow();
  });
});

describe('npm run cluster, with what it cannot do', () => {
  const start = (...args: string[]) =>
    run(process.execPath, ['--import', 'tsx', repositoryFile('cluster/main.ts'), ...args]);

  it.each([
    [['--instances', '0'], /--instances must be a number from 1 to 20, not "0"/],
    [['--port', 'x'], /--port must be a number from 1 to 65535, not "x"/],
    [['--replicas', '3'], /--replicas/],
  ])('%j is refused in one line', async (args, why) => {
    const { code, output } = await start(...args);
    expect(code).toBe(1);
    expect(output.trim().split('\n')).toEqual([expect.stringMatching(why)]);
  });

  it('a port that is taken is named before anything is started', async () => {
    const other = await FakeInstance.start();
    const { code, output } = await start('--port', String(other.port));
    await other.stop();
    expect([code, output]).toEqual([1, `port ${other.port} is taken; choose another with --port\n`]);
  });
});
