import { execFile, spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '../../cluster/eventually.js';
import { freePort } from '../../cluster/free-port.js';
import { type Instance } from '../../cluster/instance.js';
import { ManagedProcess } from '../../cluster/managed-process.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { repositoryFile } from '../../cluster/repository.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { apartFromSpeed, doctorProcess } from './doctor/support/doctor.js';
import { Guide } from './support/guide.js';
import { numbered, OPERATOR, reaching, startInMemory, startOn } from './support/service.js';
import { vx11 } from './support/vx11.js';

const run = promisify(execFile);
const NAMES = readdirSync(repositoryFile('docs/guides')).filter((name) => name.endsWith('.md'));

/** A pattern of what the shell blocks of a guide print together. */
const PRINTS: Readonly<Record<string, RegExp>> = {
  'curl.md': /"accepted":1/,
  'python.md': /^\S+Z info \S+ .+$/m,
  'node.md': /^\S+Z info \S+ .+$/m,
  'publishing.md': /deploy\.done Deployed 1\.4\.0 in 40 s/,
  'gateway.md': /6 checks, 0 failed/,
};

function environment(baseUrl: string): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  // The client needs no C part of Go's library, which takes longest to compile.
  return { PATH, HOME, CGO_ENABLED: '0', VX11_URL: baseUrl, VX11_OPERATOR_TOKEN: OPERATOR };
}

describe('the guides', () => {
  let service: Instance;
  beforeAll(async () => void (service = await startInMemory()));
  afterAll(() => service.kill());

  it.each(NAMES)(
    '%s: every shell block runs as it is printed',
    async (name) => {
      const guide = new Guide(name);
      let printed = '';
      try {
        for (const block of guide.shell) {
          const { stdout } = await run('bash', ['-e', '-c', block], {
            cwd: guide.directory,
            env: environment(service.baseUrl),
          });
          printed += stdout;
        }
      } finally {
        guide.remove();
      }
      expect(printed).toMatch(PRINTS[name] ?? /^/);
    },
    // The first build of a Go program also compiles the packages of Go's library that it uses.
    180_000,
  );

  it('gateway.md: its nginx configuration passes the checks below a path', async () => {
    const [configuration = ''] = new Guide('gateway.md').blocks('nginx');
    const runDir = createRunDirectory('guide');
    const port = await freePort();
    const server = configuration
      .replace('listen 8080', `listen 127.0.0.1:${port}`)
      .replace(/10\.0\.0\.[12]:8000/g, `127.0.0.1:${service.port}`);
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (kind) => `${kind}_temp_path ${runDir}/${kind};`,
    );
    const file = join(runDir, 'nginx.conf');
    writeFileSync(
      file,
      `daemon off;\npid ${runDir}/nginx.pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n${paths.join('\n')}\n${server}}\n`,
    );
    const nginx = await ManagedProcess.start({ name: 'nginx', command: 'nginx', args: ['-c', file], runDir });
    const env = { VX11_CREDENTIAL: OPERATOR, VX11_URL: `http://127.0.0.1:${port}/vx11` };
    await eventually(
      () =>
        fetch(`${env.VX11_URL}/health`).then(
          ({ ok }) => ok || undefined,
          () => undefined,
        ),
      { what: 'nginx' },
    );
    const { code, stdout } = await vx11(['smoke', '--heartbeat', '1'], { env });
    const { faults } = await doctorProcess(['--only', 'front'], env);
    await nginx.stop();
    expect(apartFromSpeed(faults)).toEqual([]);
    expect([code, stdout]).toEqual([0, expect.stringContaining('6 checks, 0 failed')]);
  });
});

describe.each([
  ['python.md', 'python3', 'follow.py'],
  ['node.md', process.execPath, 'follow.mjs'],
])('the client of %s', (name, command, program) => {
  it('misses nothing and shows nothing twice when the service is killed and started again', async () => {
    const redis = await RedisServer.start();
    const service = await startOn(redis, 'only');
    const guide = new Guide(name);
    const client = spawn(command, [program], { cwd: guide.directory, env: environment(service.baseUrl) });
    let printed = '';
    let complaints = '';
    client.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    client.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
    const lines = () => [...printed.matchAll(/info guide (.*)$/gm)].map(([, summary]) => summary);
    const publish = (from: number, to: number) =>
      vx11(['publish', '--module', 'guide'], { env: reaching(service), stdin: numbered(from, to).join('\n') });
    try {
      await eventually(() => printed.includes('started') || undefined, { what: `the first event; ${complaints}` });
      await publish(1, 200);
      await eventually(() => lines().length >= 200 || undefined, { what: 'the first half' });
      await service.kill();
      await service.restart();
      await publish(201, 400);
      await eventually(() => lines().length >= 400 || undefined, { what: 'the second half' });
      expect(lines()).toEqual(numbered(1, 400));
      expect(complaints).toBe('');
    } finally {
      client.kill('SIGKILL');
      guide.remove();
      await service.kill();
      await redis.kill();
    }
  });
});
