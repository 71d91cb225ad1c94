import { type IncomingHttpHeaders } from 'node:http';

const BEARER = /^Bearer +(\S+)$/i;

/** The credential in `X-VX11-Token` or `Authorization: Bearer`; the first wins. */
export function headerCredential(headers: IncomingHttpHeaders): string | undefined {
  const own = headers['x-vx11-token'];
  if (typeof own === 'string' && own !== '') return own;
  return BEARER.exec(headers.authorization ?? '')?.[1];
}
