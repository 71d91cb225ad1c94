import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CredentialSources, findCredential } from './credential.js';
import { readEnvFile } from './env-file.js';

const directory = mkdtempSync(join(tmpdir(), 'vx11-credential-'));
afterAll(() => rmSync(directory, { recursive: true }));

const file = (name: string, text: string) => {
  writeFileSync(join(directory, name), text);
  return join(directory, name);
};
const find = (sources: Partial<CredentialSources>) =>
  findCredential({ env: {}, envFile: {}, ask: () => Promise.resolve(undefined), ...sources });

describe('findCredential', () => {
  it('prefers the file to the environment, that to the env file, and asks the user last', async () => {
    const ask = () => Promise.resolve('asked');
    const all = {
      file: file('a', 'from-file\n'),
      env: { VX11_CREDENTIAL: 'from-env' },
      envFile: { VX11_CREDENTIAL: 'from-env-file' },
      ask,
    };
    expect(await find(all)).toBe('from-file');
    expect(await find({ ...all, file: undefined })).toBe('from-env');
    expect(await find({ ...all, file: undefined, env: {} })).toBe('from-env-file');
    expect(await find({ ask })).toBe('asked');
  });

  it('reads the variable of the service too, and the first of several credentials', async () => {
    expect(await find({ env: { VX11_OPERATOR_TOKEN: 'one,two' } })).toBe('one');
    expect(await find({ env: { VX11_CREDENTIAL: 'mine', VX11_OPERATOR_TOKEN: 'one' } })).toBe('mine');
    expect(await find({ env: { VX11_CREDENTIAL: '' }, envFile: { VX11_OPERATOR_TOKEN: 'one' } })).toBe('one');
  });

  it('reads a file that was made for curl', async () => {
    expect(await find({ file: file('b', 'X-VX11-Token: abc\n') })).toBe('abc');
    expect(await find({ file: file('c', 'Authorization: Bearer abc') })).toBe('abc');
  });

  it('refuses a text that cannot be a credential, without repeating it', async () => {
    for (const text of ['', 'two words', 'two\nlines', 'é']) {
      const failure = await find({ file: file('d', text) }).catch((error: unknown) => error);
      expect(failure).toMatchObject({ exit: 'credential', message: expect.not.stringContaining('two') as unknown });
    }
  });

  it('says how to give a credential if there is none, and which file cannot be read', async () => {
    await expect(find({})).rejects.toMatchObject({
      exit: 'credential',
      message: expect.stringContaining('--credential-file') as unknown,
    });
    await expect(find({ file: join(directory, 'none') })).rejects.toMatchObject({ exit: 'input_output' });
  });
});

describe('readEnvFile', () => {
  it('reads a named file, and fails if it does not exist', () => {
    expect(readEnvFile(file('tokens.env', 'A="x y"\n# comment\nB=2\n'))).toEqual({ A: 'x y', B: '2' });
    expect(() => readEnvFile(join(directory, 'none'))).toThrow('cannot be read: ENOENT');
  });
});
