// CWE-522: everyone who reads the metrics sees the fingerprint of a credential, so it must not help to find the credential.
import { randomBytes } from 'node:crypto';
import { CredentialLabels } from './credential-labels.js';

describe('the label of a credential', () => {
  const strong = () => randomBytes(24).toString('base64url');

  it('is its fingerprint, unless it can be guessed', () => {
    const labels = new CredentialLabels();
    expect(labels.of('0123456789abcdef', strong())).toBe('0123456789abcdef');
    expect(labels.of('fedcba9876543210', 'changeme')).toBe('guessable');
  });

  it('is the same for all beyond 200, however often credentials are replaced', () => {
    const labels = new CredentialLabels();
    const all = Array.from({ length: 300 }, (_, at) => labels.of(`fingerprint-${at}`, strong()));
    expect(new Set(all).size).toBe(201);
    expect(all.slice(200).every((label) => label === 'other')).toBe(true);
    expect(labels.of('fingerprint-0', strong())).toBe('fingerprint-0');
  });
});
