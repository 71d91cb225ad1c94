import { hash, randomFillSync } from 'node:crypto';
import { type ResumeDigest } from '../token-store/resume.js';
import { type TokenDigest } from '../token-store/token-store.interface.js';

const TOKEN_BYTES = 32;
/** 256 random bits, base64url. */
const FORM = /^[A-Za-z0-9_-]{43}$/;
/** Random bits for as many tokens are drawn at once, as node does for UUIDs: drawing them costs more than all the rest. */
const stock = Buffer.alloc(TOKEN_BYTES * 64);
let taken = stock.length;

/** A new token: 43 characters that nobody can guess. */
export function mintToken(): string {
  if (taken === stock.length) {
    randomFillSync(stock);
    taken = 0;
  }
  const bytes = stock.subarray(taken, (taken += TOKEN_BYTES));
  const token = bytes.toString('base64url');
  bytes.fill(0);
  return token;
}

/** Whether `mintToken` could have made it; what it could not have is in no store. */
export function isToken(text: string): boolean {
  return FORM.test(text);
}

export function digestOf(token: string): TokenDigest {
  return hash('sha256', token, 'hex') as TokenDigest;
}

/** Under what the grant of a token is kept for the cookie with which it was redeemed. Both have a fixed length. */
export function resumeDigestOf(cookie: string, token: string): ResumeDigest {
  return hash('sha256', cookie + token, 'hex') as ResumeDigest;
}

/** How a token is called where people read: the first 12 hex digits of its digest. */
export function tokenId(digest: TokenDigest): string {
  return digest.slice(0, 12);
}
