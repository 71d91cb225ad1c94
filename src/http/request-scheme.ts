import { type IncomingMessage } from 'node:http';
import proxyAddr from 'proxy-addr';

/** Finds whether a request came over TLS, at least to the proxy, behind these proxies (as in `VX11_TRUSTED_PROXIES`). */
export function tlsFinder(trustedProxies: readonly string[]): (request: IncomingMessage) => boolean {
  const trust = proxyAddr.compile([...trustedProxies]);
  return ({ socket, headers }) => {
    if ('encrypted' in socket) return true;
    const { remoteAddress } = socket;
    return headers['x-forwarded-proto'] === 'https' && remoteAddress !== undefined && trust(remoteAddress, 0);
  };
}
