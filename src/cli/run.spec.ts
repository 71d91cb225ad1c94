import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryTerminal } from '../../test/cli/support/memory-terminal.js';
import { EXIT_CODES } from './exit-codes.js';
import { createProgram } from './program.js';
import { run } from './run.js';

const COMMANDS = [
  'publish',
  'tail',
  'demo',
  'streams',
  'revoke',
  'smoke',
  'plan',
  'check-config',
  'doctor',
  'hash-token',
  'mint-credential',
];

async function vx11(args: string[], env: Record<string, string> = {}) {
  const terminal = new MemoryTerminal(env);
  return { code: await run(args, terminal), out: terminal.text, err: terminal.errors };
}

describe('vx11', () => {
  it('has its commands', () => {
    expect(createProgram(new MemoryTerminal(), () => undefined).commands.map((command) => command.name())).toEqual(
      COMMANDS,
    );
  });

  it('lists every exit code once in its help', async () => {
    const { code, out } = await vx11(['--help']);
    expect(code).toBe(0);
    const codes = Object.values(EXIT_CODES).map((row) => row.code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const row of Object.values(EXIT_CODES)) expect(out).toContain(`${row.code}  ${row.when}`);
  });

  it.each(COMMANDS)('explains %s with examples, and never takes a credential as an argument', async (command) => {
    const { code, out } = await vx11([command, '--help']);
    expect([code, out]).toEqual([0, expect.stringContaining('\nExamples:\n')]);
    expect(out).not.toMatch(/--(credential|token|password)[ =]</);
  });

  it.each([
    [[]],
    [['nonsense']],
    [['publish', '--severity', 'loud']],
    [['publish', '--module', 'two words']],
    [['tail', '--since', 'then']],
    [['tail', '-n', '0']],
    [['tail', '--url', 'nowhere']],
  ])('ends a wrong command line with exit code 2: %j', async (args) => {
    const { code, err } = await vx11(args, { VX11_CREDENTIAL: 'c' });
    expect(code).toBe(2);
    expect(err).not.toBe('');
  });

  it('prints its version', async () => {
    expect(await vx11(['--version'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as unknown,
    });
  });
});

describe('hash-token and mint-credential', () => {
  it('make a credential and its digest', async () => {
    const { out } = await vx11(['mint-credential', '--json']);
    const { credential, digest } = JSON.parse(out) as { credential: string; digest: string };
    expect(credential).toMatch(/^vx11_[A-Za-z0-9_-]{43}$/);
    expect((await vx11(['hash-token'], { VX11_CREDENTIAL: credential })).out).toBe(`${digest}\n`);
  });

  it('print the credential and its digest or entry to different outputs', async () => {
    const plain = await vx11(['mint-credential']);
    expect(plain.out).toMatch(/^vx11_[A-Za-z0-9_-]{43}\n$/);
    expect(plain.err).toBe((await vx11(['hash-token'], { VX11_CREDENTIAL: plain.out.trim() })).out);
    const entry = await vx11(['mint-credential', '--principal', 'watch', '--read-modules', 'switch']);
    expect(entry.err).toMatch(
      /^ {2}- name: watch\n {4}credentials: \['sha256:[0-9a-f]{64}'\]\n {4}rights: \[read\]\n {4}read: \{ modules: \[switch\] \}\n$/,
    );
    const wrong = await vx11(['mint-credential', '--principal', 'watch', '--rights', 'root']);
    expect(wrong).toMatchObject({ code: 2, out: '' });
  });

  it('agree with sha256sum', async () => {
    const { out } = await vx11(['hash-token'], { VX11_CREDENTIAL: 'abc' });
    expect(out).toBe('sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n');
  });
});

describe('check-config with a principals file', () => {
  it('accepts a sound file, and names the faults of another with their lines', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vx11-check-'));
    const file = join(folder, 'principals.yaml');
    const { err } = await vx11(['mint-credential', '--principal', 'watch']);
    writeFileSync(file, `principals:\n${err}`);
    expect((await vx11(['check-config'], { VX11_PRINCIPALS_FILE: file })).code).toBe(0);
    writeFileSync(file, `principals:\n${err.replace('[read]', '[root]')}`);
    const { code, out } = await vx11(['check-config'], { VX11_PRINCIPALS_FILE: file });
    expect(code).toBe(11);
    expect(out).toContain(`fault: VX11_PRINCIPALS_FILE: ${file}, line 4: rights wants one of read, publish, admin\n`);
    rmSync(folder, { recursive: true });
  });
});

describe('check-config', () => {
  const SECRETS = {
    VX11_OPERATOR_TOKEN: '8f3a61c2d97b40e5a1f06b3c94d7e285,4c1e97a2f6083bd5e9a7c05d128f6b34',
    REDIS_URL: 'redis://u:redis-password@h',
  };

  it('shows every setting, but no credential', async () => {
    const { code, out } = await vx11(['check-config'], { ...SECRETS, PORT: '9000' });
    expect(code).toBe(0);
    expect(out).toMatch(/^PORT +9000$/m);
    expect(out).toMatch(/^HOST +127\.0\.0\.1 {2}\(default\)$/m);
    expect(out).toMatch(/^VX11_OPERATOR_TOKEN +\*\*\*$/m);
    expect(out).not.toMatch(/8f3a61c2|4c1e97a2|redis-password/);
  });

  it('lists every fault, without a credential, and ends with exit code 11', async () => {
    const { code, out } = await vx11(['check-config', '--json'], {
      PORT: 'x',
      LOG_LEVEL: 'loud',
      VX11_OPERATOR_TOKEN: 'a secret',
    });
    const report = JSON.parse(out) as { faults: { variable: string }[] };
    expect(code).toBe(11);
    expect(report.faults.map(({ variable }) => variable).sort()).toEqual(['LOG_LEVEL', 'PORT', 'VX11_OPERATOR_TOKEN']);
    expect(out).not.toContain('a secret');
  });

  it('warns about an unknown variable, which is a fault with --strict', async () => {
    const env = { ...SECRETS, VX11_OPERATOR_TOKENS: 'x', VX11_URL: 'http://h', VX11_CREDENTIAL: 'c' };
    const mild = await vx11(['check-config'], env);
    expect(mild).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^warning: VX11_OPERATOR_TOKENS is not .* VX11_OPERATOR_TOKEN\.$/m) as unknown,
    });
    const strict = await vx11(['check-config', '--strict'], env);
    expect(strict).toMatchObject({
      code: 11,
      out: expect.stringMatching(/^fault: VX11_OPERATOR_TOKENS: is not/m) as unknown,
    });
    expect(strict.out).toMatch(/^1 fault, 0 warnings$/m);
  });
});
