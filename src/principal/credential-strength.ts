import { digestOfCredential } from './fingerprint.js';

/** A credential of fewer bits than this may be found by trying. */
export const BITS_NEEDED = 128;

/** What people write where a credential should be, and what stands in examples. */
const PLACEHOLDERS = (
  'test token secret password changeme change-me change_me example admin operator gateway principal hunter2 ' +
  'operator-credential gateway-credential principal-credential your-token-here your-secret-here ' +
  'correct-horse-battery-staple vx11 vx11-local-token vx11-operator-token vx11-gateway-token vx11-principal-token'
).split(' ');
const PLACEHOLDER_DIGESTS: ReadonlySet<string> = new Set(PLACEHOLDERS.map(digestOfCredential));

const HEX = /^(?:[0-9a-f-]+|[0-9A-F-]+)$/;
const CLASSES: readonly [pattern: RegExp, characters: number][] = [
  [/[0-9]/, 10],
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/[_-]/, 2],
  [/[^0-9A-Za-z_-]/, 30],
];
/** What a letter of a word tells, bits. */
const BITS_OF_LETTER = 2;

/** Whether a credential of this SHA-256 is a placeholder. */
export function isPlaceholderDigest(digest: string): boolean {
  return PLACEHOLDER_DIGESTS.has(digest);
}

/**
 * Whether a credential may be found by trying: fewer than 128 bits at best, words, something that is repeated, or a
 * placeholder. It judges the form alone, so it takes 22 characters of base64url or 32 hex digits for random.
 */
export function canBeGuessed(credential: string): boolean {
  return isPlaceholderDigest(digestOfCredential(credential.toLowerCase())) || bitsOf(credential) < BITS_NEEDED;
}

function bitsOf(credential: string): number {
  const text = repeated(credential.replace(/^vx11_/, ''));
  if (isRow(text)) return 0;
  if (isUuid(text)) return 122;
  if (HEX.test(text)) return text.replaceAll('-', '').length * 4;
  if (isWords(text)) return text.length * BITS_OF_LETTER;
  const seen = CLASSES.reduce((sum, [pattern, characters]) => sum + (pattern.test(text) ? characters : 0), 0);
  // base64, in which by chance no digit came up.
  const alphabet = /[a-z]/.test(text) && /[A-Z]/.test(text) ? Math.max(64, seen) : seen;
  return text.length * Math.log2(alphabet);
}

/** The piece that `text` repeats, or `text`. */
function repeated(text: string): string {
  return text.slice(0, (text + text).indexOf(text, 1));
}

/** Most characters are the one before, or its neighbour: `aaaa`, `abcd`, `4321`. */
function isRow(text: string): boolean {
  const steps = [...text].filter((_, at) => at > 0 && Math.abs(text.charCodeAt(at) - text.charCodeAt(at - 1)) <= 1);
  return steps.length > text.length / 2;
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** Letters of one case, or most of it in pieces that look like words, with a number here and there. */
function isWords(text: string): boolean {
  if (/^(?:[a-z]+|[A-Z]+)$/.test(text)) return true;
  const pieces = text.split(/[^A-Za-z0-9]/).filter((piece) => /^[A-Z]?[a-z]{2,11}$|^[A-Z]{3,12}$/.test(piece));
  return pieces.join('').length > text.length * 0.6;
}
