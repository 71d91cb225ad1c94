// Who is calling decides what they may do: a credential belongs to one principal, to the letter.
import fc from 'fast-check';
import { loadSettings } from '../config/load-settings.js';
import { PrincipalsService } from './principals.service.js';

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
});
