// Operators run these at night. What cannot work must be refused before anything is changed, and no secret may be shown.
// A stand-in for docker writes down what it is asked; test/drills runs the scripts on a whole deployment.
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFile } from '../../cluster/repository.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { run } from './support/run.js';

const DOCKER = `#!/bin/sh
echo "$VX11_IMAGE_TAG $*" >> "$CALLS"
case "$*" in
'image inspect'*':3.0.0') exit 0 ;;
'image inspect'*) exit 1 ;;
'compose config --services') printf 'redis\\noperator-2\\noperator-1\\nnginx\\n' ;;
'compose ps'*) printf "$RUNNING" ;;
'compose up'*"$UNHEALTHY") [ -z "$UNHEALTHY" ] || { echo unhealthy; exit 1; } ;;
esac
`;

describe('the scripts of deploy/', () => {
  let directory: string;
  const path = (name: string) => join(directory, name);
  const env = () => readFileSync(path('.env'), 'utf8');
  const valueOf = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(env())![1]!;
  const calls = () => (existsSync(path('calls')) ? readFileSync(path('calls'), 'utf8').trim().split('\n') : []);

  const script = (name: string, args: readonly string[], unhealthy = '', running = '') =>
    run('sh', ['-c', `PATH="${directory}:$PATH" exec sh "${directory}/deploy/${name}" "$@"`, 'sh', ...args], {
      CALLS: path('calls'),
      UNHEALTHY: unhealthy,
      RUNNING: running,
    });

  beforeEach(async () => {
    directory = createRunDirectory('deploy-scripts');
    for (const name of ['deploy', 'tokens.env.example']) cpSync(repositoryFile(name), path(name), { recursive: true });
    writeFileSync(path('docker'), DOCKER);
    chmodSync(path('docker'), 0o700);
    writeFileSync(path('.env'), (await script('make-env.sh', [])).output, { mode: 0o600 });
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('make-env.sh gives every needed credential a value of its own, and changes nothing else', () => {
    const needed = ['VX11_OPERATOR_TOKEN', 'REDIS_PASSWORD', 'REDIS_ADMIN_PASSWORD'];
    const values = needed.map(valueOf);
    expect(values.filter((value) => !/^[0-9a-f]{64}$/.test(value))).toEqual([]);
    expect(new Set(values).size).toBe(needed.length);
    const emptied = values.reduce((text, value) => text.replace(value, ''), env());
    expect(emptied).toBe(readFileSync(path('tokens.env.example'), 'utf8'));
  });

  it('secret.sh adds a value, takes the others out, replaces it, and prints its digest; .env stays private', async () => {
    const first = valueOf('VX11_OPERATOR_TOKEN');
    const others = env().replace(/^VX11_OPERATOR_TOKEN=.*$/m, '');
    await script('secret.sh', ['add', 'VX11_OPERATOR_TOKEN']);
    const [kept, second] = valueOf('VX11_OPERATOR_TOKEN').split(',');
    expect(kept).toBe(first);
    expect(second).toMatch(/^[0-9a-f]{64}$/);
    const { output } = await script('secret.sh', ['digest', 'VX11_OPERATOR_TOKEN']);
    expect(output.trim()).toBe(createHash('sha256').update(second!).digest('hex'));
    await script('secret.sh', ['keep-last', 'VX11_OPERATOR_TOKEN']);
    expect(valueOf('VX11_OPERATOR_TOKEN')).toBe(second);
    await script('secret.sh', ['replace', 'VX11_OPERATOR_TOKEN']);
    expect(valueOf('VX11_OPERATOR_TOKEN')).toMatch(/^[0-9a-f]{64}$/);
    expect(valueOf('VX11_OPERATOR_TOKEN')).not.toBe(second);
    expect(env().replace(/^VX11_OPERATOR_TOKEN=.*$/m, '')).toBe(others);
    expect(statSync(path('.env')).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['secret.sh', ['add', 'VX11_GATEWAY_TOKEN'], 1, 'no value for VX11_GATEWAY_TOKEN'],
    ['secret.sh', ['show', 'VX11_OPERATOR_TOKEN'], 2, 'usage'],
    ['secret.sh', ['add', 'VX11.*'], 2, 'usage'],
    ['roll.sh', ['3.0.1'], 1, 'There is no image vx11/operator-backend:3.0.1'],
    ['roll.sh', ['3.0.0; true'], 2, 'usage'],
    ['backup.sh', [], 2, 'usage'],
    ['backup.sh', ['docker'], 1, 'is there already'],
    ['restore.sh', [], 2, 'usage'],
    ['restore.sh', ['nowhere.tar.gz'], 1, 'is no whole backup'],
  ])('%s %j is refused, and changes nothing', async (name, args, code, message) => {
    const before = env();
    const refused = await script(name, args);
    expect(refused.output).toContain(message);
    expect(refused.code).toBe(code);
    expect(env()).toBe(before);
    expect(calls().filter((call) => / (up|stop|run|kill) /.test(call))).toEqual([]);
  });

  it('vx11.sh runs the command line in an instance that is up, and says where none is', async () => {
    const none = await script('vx11.sh', ['streams'], '', '');
    expect(`${none.code}: ${none.output}`).toMatch(/^1: No instance runs: docker compose up/);
    await script('vx11.sh', ['streams', '--principal', 'night watch'], '', 'nginx\noperator-2\n');
    expect(calls().at(-1)).toBe(' compose exec -T operator-2 node dist/cli/main.js streams --principal night watch');
  });

  it('roll.sh replaces one instance after the other, and .env keeps the tag', async () => {
    const { code, output } = await script('roll.sh', ['3.0.0']);
    expect(`${code}: ${output}`).toMatch(/^0: operator-1 runs 3\.0\.0, \d+ s .*\noperator-2 runs 3\.0\.0, /);
    const ups = calls().filter((call) => call.includes(' up '));
    const up = (instance: string) => `3.0.0 compose up --detach --no-deps --wait --wait-timeout 60 ${instance}`;
    expect(ups).toEqual([up('operator-1'), up('operator-2')]);
    expect(valueOf('VX11_IMAGE_TAG')).toBe('3.0.0');
    expect(statSync(path('.env')).mode & 0o777).toBe(0o600);
  });

  it('roll.sh stops at an instance that does not become healthy, and leaves the next one alone', async () => {
    const { code, output } = await script('roll.sh', ['3.0.0'], 'operator-1');
    expect(`${code}: ${output}`).toMatch(/^1: unhealthy\noperator-1 did not become healthy with 3\.0\.0/);
    expect(calls().filter((call) => call.endsWith('operator-2'))).toEqual([]);
  });
});
