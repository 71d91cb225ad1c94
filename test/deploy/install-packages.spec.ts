// A fresh clone must pass its tests with one command. Where that may install packages it installs what is missing and
// nothing else, and starts no service; where it may not, it says in one line what to do.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFile } from '../../cluster/repository.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { run } from './support/run.js';

const SCRIPT = repositoryFile('test/support/install-packages.sh');
const TOOLS = ['bash', 'sort', 'paste', 'chmod', 'rm'];
const PRESENT = [
  ...['redis-server', 'redis-cli', 'prometheus', 'promtool', 'prometheus-alertmanager', 'amtool'],
  ...['nginx', 'redis', 'blackbox', 'node'].map((what) => `prometheus-${what}-exporter`),
  ...['docker-compose', 'curl', 'openssl', 'unzip', 'jq', 'logrotate', 'systemd-analyze'],
];

/** A machine for the test: a PATH with a few tools, and scripts in place of programs. nginx and chromium are missing. */
class Machine {
  readonly dir = createRunDirectory('machine');
  readonly bin = join(this.dir, 'bin');
  readonly policy = join(this.dir, 'policy-rc.d');

  constructor(programs: Record<string, string>) {
    mkdirSync(this.bin);
    for (const tool of TOOLS) symlinkSync(execFileSync('which', [tool]).toString().trim(), join(this.bin, tool));
    for (const name of PRESENT) this.add(name, ':');
    for (const [name, text] of Object.entries(programs)) this.add(name, text);
  }

  add(name: string, text: string): void {
    writeFileSync(join(this.bin, name), `#!${join(this.bin, 'bash')}\n${text}\n`);
    chmodSync(join(this.bin, name), 0o755);
  }

  /** Runs the script here, with this machine's PATH and policy instead of the real ones. */
  install() {
    const text = readFileSync(SCRIPT, 'utf8')
      .replace(/^PATH=.*$/m, '')
      .replace('/usr/sbin/policy-rc.d', this.policy);
    return run('bash', ['-c', text], { PATH: this.bin, DIR: this.dir });
  }

  get calls(): string[] {
    return existsSync(join(this.dir, 'calls')) ? readFileSync(join(this.dir, 'calls'), 'utf8').trim().split('\n') : [];
  }
}

/** Notes how it was called and whether services may start, and installs nginx and chromium. */
const APT_GET = `
  echo "$*" >>"$DIR/calls"
  "$DIR/policy-rc.d"; echo "policy $?" >>"$DIR/calls"
  for program in nginx chromium; do printf '#!%s\\n' "$BASH" >"$DIR/bin/$program"; chmod 755 "$DIR/bin/$program"; done
`;

describe('install-packages.sh', () => {
  it('prints nothing if nothing is missing', async () => {
    expect(await run('bash', [SCRIPT])).toEqual({ code: 0, output: '' });
  });

  it('as root installs what is missing, once, and lets no service start', async () => {
    const machine = new Machine({ id: 'echo 0', 'apt-get': APT_GET });
    const { code, output } = await machine.install();
    expect([code, output]).toEqual([0, 'Installing what the tests need: chromium nginx\n']);
    expect(machine.calls).toEqual([
      '-qq update',
      'policy 101',
      expect.stringMatching(/^-qq install -y --no-install-recommends .*chromium nginx$/),
      'policy 101',
    ]);
    expect(existsSync(machine.policy)).toBe(false);
    expect(await machine.install()).toEqual({ code: 0, output: '' });
  });

  it.each([
    ['as anybody else', { id: 'echo 1000', 'apt-get': APT_GET }],
    ['where there is no apt-get', { id: 'echo 0' }],
  ])('%s prints in one line what to install', async (_where, programs) => {
    const machine = new Machine(programs);
    const { code, output } = await machine.install();
    expect(code).toBe(1);
    expect(output).toMatch(/^The tests need .* apt-get install --no-install-recommends chromium nginx\n$/);
    expect(machine.calls).toEqual([]);
  });

  it('fails where the installation fails', async () => {
    const machine = new Machine({ id: 'echo 0', 'apt-get': 'exit 100' });
    const { code, output } = await machine.install();
    expect(code).toBe(1);
    expect(output).toContain('apt-get could not install: chromium nginx');
  });
});
