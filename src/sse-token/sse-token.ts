import { hash, randomBytes } from 'node:crypto';
import { type TokenDigest } from '../token-store/token-store.interface.js';

/** 256 random bits, base64url. */
const FORM = /^[A-Za-z0-9_-]{43}$/;

/** A new token: 43 characters that nobody can guess. */
export function mintToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether `mintToken` could have made it; what it could not have is in no store. */
export function isToken(text: string): boolean {
  return FORM.test(text);
}

export function digestOf(token: string): TokenDigest {
  return hash('sha256', token, 'hex') as TokenDigest;
}

/** How a token is called where people read: the first 12 hex digits of its digest. */
export function tokenId(digest: TokenDigest): string {
  return digest.slice(0, 12);
}
