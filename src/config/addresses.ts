import { isIP } from 'node:net';

/** The names of networks that Express knows. */
const NAMED = ['loopback', 'linklocal', 'uniquelocal'];

/** Whether a text is an IP address, a network in CIDR form, or the name of a network that Express knows. */
export function isAddress(text: string): boolean {
  if (NAMED.includes(text)) return true;
  const [address = '', prefix, ...rest] = text.split('/');
  const bits = isIP(address) === 4 ? 32 : 128;
  const valid = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
  return isIP(address) !== 0 && valid && rest.length === 0;
}

/** Whether a text ends with `:` and a port from 1 to 65535. */
export function isHostAndPort(text: string): boolean {
  const port = Number(/:(\d{1,5})$/.exec(text)?.[1]);
  return port >= 1 && port <= 65_535;
}

/** Whether a text is the URL of a Redis server, without parts that the service would ignore, such as a database number. */
export function isRedisUrl(text: string): boolean {
  try {
    const { hostname, pathname, search, hash, username, password } = new URL(text);
    decodeURIComponent(username + password);
    return hostname !== '' && (pathname === '' || pathname === '/') && search === '' && hash === '';
  } catch {
    return false;
  }
}

/** Whether a text is an https URL without user, password and fragment. */
export function isHttpsUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hash } = new URL(text);
  return protocol === 'https:' && username === '' && password === '' && hash === '';
}
