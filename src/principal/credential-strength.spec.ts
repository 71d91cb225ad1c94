// A short credential, a word or an example of the documentation can be found by trying. In production the service must refuse all of
// them, and must not refuse a random credential.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
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
    'CORRECT-HORSE-BATTERY-STAPLE',
    'Xylophone-Marmalade-7Kq3Zx9Wp',
  ])('%s', (credential) => expect(canBeGuessed(credential)).toBe(true));

  // Names of tests must not change from run to run.
  it.each([
    ['15 bytes in hex', () => randomBytes(15).toString('hex')],
    ['12 bytes in base64url', () => randomBytes(12).toString('base64url')],
    ['a UUID', () => randomUUID()],
    ['a UUID in capitals', () => randomUUID().toUpperCase()],
    [
      '21 characters of base64url, three times',
      (n: number) => bytes(16, n).toString('base64url').slice(0, 21).repeat(3),
    ],
    ['21 characters of base64url after the prefix', () => `vx11_${randomBytes(16).toString('base64url').slice(0, 21)}`],
    ['31 hex digits and blanks between them', () => `${randomBytes(16).toString('hex').slice(1)}-----`],
  ])('where it is %s', (_, mint) => {
    expect(Array.from({ length: 100 }, mint).filter((one) => !canBeGuessed(one))).toEqual([]);
  });
});

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';

/** `length` characters: one each of `first`, then such as hash functions make of `alphabet`. */
function mixed(first: string, alphabet: string, length: number): string {
  const bytes = ['a', 'b'].flatMap((seed) => [...createHash('sha512').update(seed).digest()]);
  return (first + bytes.map((byte) => alphabet[byte % alphabet.length]).join('')).slice(0, length);
}

describe('the characters that a credential needs', () => {
  it.each([
    ['hex digits', '', `${DIGITS}abcdef`, 32],
    ['hex digits in capitals', '', `${DIGITS}ABCDEF`, 32],
    ['small letters', 'z', LOWER, 64],
    ['capitals', 'Z', UPPER, 64],
    ['small letters and digits', 'z7', LOWER + DIGITS, 25],
    ['capitals and digits', 'Z7', UPPER + DIGITS, 25],
    ['small letters and a dash', '-z', LOWER, 27],
    ['capitals and an underscore', '_Z', UPPER, 27],
    ['letters', 'zZ', LOWER + UPPER, 22],
    ['letters and digits', 'zZ7', LOWER + UPPER + DIGITS, 22],
    ['small letters and a sign', '!z', LOWER, 23],
    ['digits and a sign', '!7', DIGITS, 25],
    ['digits, capitals and a sign', '!7Z', UPPER + DIGITS, 22],
    ['all of them', '!-zZ7', LOWER + UPPER + DIGITS, 20],
  ])('of %s are so many', (_, first, alphabet, needed) => {
    expect(canBeGuessed(mixed(first, alphabet, needed - 1))).toBe(true);
    expect(canBeGuessed(mixed(first, alphabet, needed))).toBe(false);
  });
});

/**
 * Bytes that look random and are the same each time: one in fifty thousand of 16 bytes has no small letter, or no capital, in base64url, and
 * is judged too short.
 */
const bytes = (size: number, n: number) => createHash('sha256').update(`credential ${n}`).digest().subarray(0, size);

describe('a credential cannot be guessed', () => {
  it.each([
    ['openssl rand -hex 16', (n: number) => bytes(16, n).toString('hex')],
    ['openssl rand -hex 32', (n: number) => bytes(32, n).toString('hex')],
    ['openssl rand -base64 24', (n: number) => bytes(24, n).toString('base64')],
    ['128 bits in base64url', (n: number) => bytes(16, n).toString('base64url')],
    ['vx11 mint-credential', (n: number) => `vx11_${bytes(32, n).toString('base64url')}`],
    ['a script that adds to a UUID', () => `zz${randomUUID()}`],
    ['a script that adds to the end of a UUID', () => `${randomUUID()}zz`],
  ])('where it was made by %s, a thousand times', (_, mint) => {
    const misjudged = Array.from({ length: 1_000 }, (__, n) => mint(n)).filter(canBeGuessed);
    expect(misjudged).toEqual([]);
  });
});

it.each([
  ['half of its characters follow from the one before', 'aaKK99zzQQ33mmXX77ccVV', false],
  ['more than half of them do', 'aaaKK99zzQQ33mmXX77ccVV', true],
  ['it repeats what is long enough', 'k3Q-9zXw_7LpV0fRtB2yGm'.repeat(2), false],
  ['six tenths of it are words', 'xylophone-marmalade-7Kq3Zx9Wp2', false],
  ['the prefix is in its middle', 'k3Qvx11_9zXwL7pV0fRtB2', false],
])('a credential is judged where %s', (_, credential, guessed) => expect(canBeGuessed(credential)).toBe(guessed));

it.each(['test', 'operator-credential', 'your-secret-here', 'correct-horse-battery-staple', 'vx11-principal-token'])(
  '%s is a placeholder',
  (placeholder) => expect(isPlaceholderDigest(digestOfCredential(placeholder))).toBe(true),
);

it('a placeholder is known by its digest alone', () => {
  expect(isPlaceholderDigest(digestOfCredential('test'))).toBe(true);
  expect(isPlaceholderDigest(digestOfCredential(randomBytes(16).toString('hex')))).toBe(false);
});
