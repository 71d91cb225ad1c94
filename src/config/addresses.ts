import { isIP } from 'node:net';

const NAMED = ['loopback', 'linklocal', 'uniquelocal'];

/** An IP address, a network in CIDR form, or one of the names Express knows. */
export function isAddress(text: string): boolean {
  if (NAMED.includes(text)) return true;
  const [address = '', prefix, ...rest] = text.split('/');
  const bits = isIP(address) === 4 ? 32 : 128;
  const sound = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
  return isIP(address) !== 0 && sound && rest.length === 0;
}

/** A host and a port that there can be. */
export function isHostAndPort(text: string): boolean {
  const port = Number(/:(\d{1,5})$/.exec(text)?.[1]);
  return port >= 1 && port <= 65_535;
}

/** A URL that says where Redis is and nothing that would be ignored; keys have no database number. */
export function isRedisUrl(text: string): boolean {
  try {
    const { hostname, pathname, search, hash, username, password } = new URL(text);
    decodeURIComponent(username + password);
    return hostname !== '' && (pathname === '' || pathname === '/') && search === '' && hash === '';
  } catch {
    return false;
  }
}

/** An https address that says nothing that would be sent along. */
export function isHttpsUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hash } = new URL(text);
  return protocol === 'https:' && username === '' && password === '' && hash === '';
}
