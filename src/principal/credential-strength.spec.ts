// Whoever can try often enough finds a short credential, a word or what stands in the documents. In production none of them
// may stand for anybody, and nothing that is random may be taken for one.
import { randomBytes, randomUUID } from 'node:crypto';
import { canBeGuessed, isPlaceholderDigest } from './credential-strength.js';
import { digestOfCredential } from './fingerprint.js';

describe('a credential can be guessed', () => {
  it.each([
    'changeme',
    'test',
    'hunter2',
    'vx11-local-token',
    'VX11-LOCAL-TOKEN',
    'correct-horse-battery-staple',
    'operator-operator-operator',
    'Summer-Night-Watch-Operator-2026',
    'operator_password_for_staging',
    'a'.repeat(64),
    'ab'.repeat(32),
    'abcdefghijklmnopqrstuvwxyz0123456789',
    '0123456789abcdef0123456789abcdef',
    'Password123!',
    '12345678901234567890',
    'thequickbrownfoxjumpsoverthelazydog',
    'vx11_operator',
    randomBytes(15).toString('hex'),
    randomBytes(12).toString('base64url'),
    randomUUID(),
  ])('%s', (credential) => expect(canBeGuessed(credential)).toBe(true));
});

describe('a credential cannot be guessed', () => {
  it.each([
    ['openssl rand -hex 16', () => randomBytes(16).toString('hex')],
    ['openssl rand -hex 32', () => randomBytes(32).toString('hex')],
    ['openssl rand -base64 24', () => randomBytes(24).toString('base64')],
    ['128 bits in base64url', () => randomBytes(16).toString('base64url')],
    ['vx11 mint-credential', () => `vx11_${randomBytes(32).toString('base64url')}`],
  ])('where it was made by %s, a thousand times', (_, mint) => {
    const misjudged = Array.from({ length: 1_000 }, mint).filter(canBeGuessed);
    expect(misjudged).toEqual([]);
  });
});

it('a placeholder is known by its digest alone', () => {
  expect(isPlaceholderDigest(digestOfCredential('test'))).toBe(true);
  expect(isPlaceholderDigest(digestOfCredential(randomBytes(16).toString('hex')))).toBe(false);
});
