// Secrets and principals come from files too. The faults in them must be named like all others, with their line, and without
// the secret.
import { hash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from './configuration-error.js';
import { loadSettings } from './load-settings.js';

const CREDENTIAL = randomBytes(24).toString('hex');
const PRODUCTION = { NODE_ENV: 'production', VX11_OPERATOR_TOKEN: CREDENTIAL, REDIS_URL: 'redis://redis:6379' };

function faultsOf(env: Record<string, string>): ConfigurationError {
  try {
    loadSettings(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('there was no fault');
}
const variablesOf = (env: Record<string, string>) => faultsOf(env).faults.map(({ variable }) => variable);

describe('credentials that can be guessed', () => {
  const weak = {
    ...PRODUCTION,
    VX11_GATEWAY_TOKEN: 'hunter2',
    VX11_PRINCIPAL_TOKEN: `${CREDENTIAL}1,correct-horse-battery`,
  };

  it('are refused in production, with a message for each variable and without the credential', () => {
    const { faults, message } = faultsOf(weak);
    expect(faults.map(({ variable }) => variable)).toEqual(['VX11_GATEWAY_TOKEN', 'VX11_PRINCIPAL_TOKEN']);
    for (const { wants } of faults) expect(wants).toMatch(/can be guessed .* VX11_ALLOW_WEAK_CREDENTIALS=true$/);
    expect(message).not.toMatch(/hunter2|horse/);
  });

  it('are only warned about if they are allowed', () => {
    const env = { ...weak, VX11_TRUSTED_PROXIES: 'loopback', VX11_ALLOW_WEAK_CREDENTIALS: 'true' };
    const { warnings } = loadSettings(env);
    expect(warnings).toEqual([
      'VX11_GATEWAY_TOKEN holds a credential that can be guessed.',
      'VX11_PRINCIPAL_TOKEN holds a credential that can be guessed.',
    ]);
  });
});

describe('settings from files', () => {
  let folder: string;
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'vx11-settings-'))));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (text: string | Buffer) => {
    const path = join(folder, randomBytes(6).toString('hex'));
    writeFileSync(path, text);
    return path;
  };

  it('are read: credentials by line, a secret without its newline', () => {
    const second = `${CREDENTIAL}2`;
    const { settings } = loadSettings({
      VX11_OPERATOR_TOKEN_FILE: file(`${CREDENTIAL}\n${second}\n`),
      REDIS_URL_FILE: file('redis://redis:6379\n'),
      REDIS_SENTINELS: 'a:1',
      REDIS_SENTINEL_NAME: 'vx11',
      REDIS_SENTINEL_PASSWORD_FILE: file('x y\n'),
    });
    const digests = [CREDENTIAL, second].map((one) => hash('sha256', one, 'hex'));
    expect(settings.principals).toMatchObject([{ name: 'operator', digests }]);
    expect(settings.redis).toMatchObject({ url: 'redis://redis:6379', sentinelPassword: 'x y' });
  });

  it('name the variable of a file with a wrong value, and do not show it', () => {
    const env = {
      ...PRODUCTION,
      REDIS_URL: '',
      REDIS_URL_FILE: file('hunter2'),
      VX11_GATEWAY_TOKEN_FILE: file('hunter2'),
      VX11_PRINCIPAL_TOKEN_FILE: file('two words hunter2'),
    };
    expect(variablesOf(env)).toEqual(['VX11_PRINCIPAL_TOKEN_FILE', 'REDIS_URL_FILE', 'VX11_GATEWAY_TOKEN_FILE']);
    expect(faultsOf(env).message).not.toContain('hunter2');
  });

  it.each([
    ['is not there', () => '/nowhere/secret', /^\/nowhere\/secret does not exist$/],
    ['is a folder', () => folder, /is not a file$/],
    ['is empty', () => file(' \n'), /is empty$/],
    ['is huge', () => file('x'.repeat(65_537)), /is larger than 65536 bytes$/],
    ['is not text', () => file(Buffer.from([0xff, 0xfe])), /is not text in UTF-8$/],
  ])('are refused where the file %s', (_, path, wants) => {
    expect(faultsOf({ VX11_OPERATOR_TOKEN_FILE: path() }).faults).toMatchObject([
      { variable: 'VX11_OPERATOR_TOKEN_FILE', wants: expect.stringMatching(wants) },
    ]);
  });

  it('are refused if the variable itself is set too', () => {
    const env = { VX11_OPERATOR_TOKEN: CREDENTIAL, VX11_OPERATOR_TOKEN_FILE: file(CREDENTIAL) };
    expect(variablesOf(env)).toEqual(['VX11_OPERATOR_TOKEN_FILE']);
  });

  const yaml = (name: string, credential: string) =>
    `principals:\n  - name: ${name}\n    credentials: ['sha256:${hash('sha256', credential, 'hex')}']\n    rights: [read]\n`;

  it('contain the principals of a file, which are enough for production', () => {
    const path = file(yaml('watch', CREDENTIAL));
    const { settings } = loadSettings({ ...PRODUCTION, VX11_OPERATOR_TOKEN: '', VX11_PRINCIPALS_FILE: path });
    expect(settings.principalsFile).toMatchObject({ path, principals: [{ name: 'watch' }] });
    expect(settings.stream.perPrincipal).toBe(16_000);
  });

  it('are refused with the line of every fault of the principals file, and all other faults', () => {
    const path = file(`${yaml('operator', CREDENTIAL)}  - name: a b\n`);
    const { faults } = faultsOf({ ...PRODUCTION, PORT: 'x', VX11_PRINCIPALS_FILE: path });
    expect(faults.map(({ variable }) => variable)).toEqual(['PORT', ...Array<string>(5).fill('VX11_PRINCIPALS_FILE')]);
    expect(faults.slice(1).map(({ wants }) => wants.slice(path.length))).toEqual([
      ', line 2: name operator is that of a principal whose credentials are in a variable',
      ', line 3: the credential is that of operator; each principal needs its own',
      ', line 5: credentials is missing',
      ', line 5: rights is missing',
      ', line 5: name wants 1 to 64 of A-Z a-z 0-9 . _ -',
    ]);
  });
});
