// The principal decides what a caller may do: each credential must belong to exactly one principal, and must match exactly.
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { eventually } from '../../cluster/eventually.js';
import { loadSettings } from '../config/load-settings.js';
import { readSmallFile } from '../files/read-file.js';
import { PrincipalsService } from './principals.service.js';

Logger.overrideLogger(false);

const ENV = {
  VX11_OPERATOR_TOKEN: 'operator-credential-one,operator-credential-two',
  VX11_GATEWAY_TOKEN: 'gateway-credential',
  VX11_PRINCIPAL_TOKEN: 'principal-credential',
};

describe('the principals', () => {
  const principals = new PrincipalsService(loadSettings(ENV).settings);

  it.each([
    ['operator-credential-one', 'operator'],
    ['operator-credential-two', 'operator'],
    ['gateway-credential', 'gateway'],
    ['principal-credential', 'principal'],
  ])('are known by each of their credentials: %s', (credential, name) => {
    expect(principals.identify(credential)).toMatchObject({ name });
  });

  it.each([
    '',
    'operator-credential',
    'operator-credential-one,operator-credential-two',
    'Operator-Credential-One',
    ' gateway-credential',
    'gateway-credential\n',
    'gateway-credential\0',
    'gateway-credentiaI',
  ])('are known by nothing else: %j', (credential) => expect(principals.identify(credential)).toBeUndefined());

  it('are known by no guess', () => {
    const guess = fc.string({ unit: 'grapheme-ascii', maxLength: 60 });
    const property = fc.property(guess, (credential) => expect(principals.identify(credential)).toBeUndefined());
    fc.assert(property, { numRuns: 2_000 });
  });

  it('are nobody where none is configured', () => {
    expect(new PrincipalsService(loadSettings({}).settings).identify('')).toBeUndefined();
  });

  it('come with their rights, and without what they are known by', () => {
    expect(principals.identify('principal-credential')).toEqual({
      name: 'principal',
      rights: ['read'],
      scope: {},
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
  });

  it('are told of to all who ask what becomes of their file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vx11-principals-'));
    const path = join(folder, 'principals.yaml');
    const heard: unknown[] = [];
    const becomes = async (text: string | undefined, count: number) => {
      if (text === undefined) rmSync(path);
      else writeFileSync(`${path}.new`, text);
      if (text !== undefined) renameSync(`${path}.new`, path);
      await eventually(() => (heard.length >= count ? true : undefined), { what: `${count} words on the file` });
    };
    await becomes('principals: []', 0);
    const { identity } = readSmallFile(path, 1_000);
    const { settings } = loadSettings({});
    const followed = new PrincipalsService({ ...settings, principalsFile: { path, identity, principals: [] } });
    followed.onReload({
      reloaded: (...told) => heard.push(['reloaded', ...told]),
      refused: (...told) => heard.push(['refused', ...told]),
      faults: (...told) => heard.push(['faults', ...told]),
    });
    await becomes('principals:', 1);
    await becomes(undefined, 2);
    await becomes('principals: [] # again', 3);
    const faults = [{ line: 1, message: 'principals wants a list; [] if there are none' }];
    expect(heard).toEqual([
      ['faults', path, faults],
      ['refused', path, 'does not exist'],
      ['reloaded', path, 0],
    ]);
    followed.onModuleDestroy();
    rmSync(folder, { recursive: true });
  });

  it('may be those of a provider, whose keys have an age', () => {
    const { settings } = loadSettings({});
    expect(new PrincipalsService(settings).keysAgeSeconds).toBeUndefined();
    const keys = { path: '/nonexistent/keys.json', identity: '', text: '{"keys":[{"kty":"EC"}]}' };
    const jwt = { issuer: 'https://idp.example', audience: 'vx11', algorithms: ['ES256'], claims: {}, keys };
    const provided = new PrincipalsService({ ...settings, jwt });
    expect(provided.keysAgeSeconds).toBeGreaterThanOrEqual(0);
    provided.onModuleDestroy();
  });
});
