import { randomBytes } from 'node:crypto';

/** Under TLS browsers take a cookie of this name from this host only: a sibling subdomain cannot set it. */
const HOST_NAME = '__Host-vx11_resume';
const PLAIN_NAME = 'vx11_resume';
const BYTES = 32;
const FORM = /^[A-Za-z0-9_-]{43}$/;

/** The resume cookie in a `Cookie` header; undefined where there is none, or several, or one of another form. */
export function readCookie(header: string | undefined, tls: boolean): string | undefined {
  const name = nameOf(tls);
  if (!header?.includes(name)) return undefined;
  const values = header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  const [value = ''] = values;
  return values.length === 1 && FORM.test(value) ? value : undefined;
}

/** A `Set-Cookie` header with a new cookie of 256 random bits. */
export function newCookie(tls: boolean): string {
  const value = randomBytes(BYTES).toString('base64url');
  return `${nameOf(tls)}=${value}; Path=/; ${tls ? 'Secure; ' : ''}HttpOnly; SameSite=Strict`;
}

function nameOf(tls: boolean): string {
  return tls ? HOST_NAME : PLAIN_NAME;
}
