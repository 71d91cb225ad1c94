import { type IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import proxyAddr from 'proxy-addr';
import { contextOf } from './request-context.js';

/** Stands for the address of a connection that was closed before its address was read. */
const UNSPECIFIED = '0.0.0.0';
/** 16-bit groups of an IPv6 address that name a network: one subscriber has all addresses of a /64. */
const NETWORK_GROUPS = 4;

/** The IP address a request came from: that of the client, where a trusted proxy says so. */
export function clientAddress(request: IncomingMessage): string {
  return contextOf(request).address;
}

/** The key by which limits count an address: the IPv4 address, or the /64 of an IPv6 address. */
export function addressKey(address: string): string {
  if (isIP(address) !== 6) return address;
  const { parts } = ipaddr.IPv6.parse(address);
  return `${parts
    .slice(0, NETWORK_GROUPS)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/**
 * Finds the address of a request, behind these proxies (as in `VX11_TRUSTED_PROXIES`). Where `X-Forwarded-For` holds
 * something else, it is that of the proxy which said so.
 */
export function addressFinder(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
  const trust = proxyAddr.compile([...trustedProxies]);
  return (request) => {
    const { remoteAddress } = request.socket;
    const forwarded = request.headers['x-forwarded-for'] !== undefined;
    const addresses = forwarded ? proxyAddr.all(request, trust) : [remoteAddress];
    return canonical(addresses.findLast((address) => address !== undefined && isIP(address) !== 0) ?? UNSPECIFIED);
  };
}

/** One text for one address: IPv4 where it was mapped into IPv6, and no zone of this host. */
function canonical(address: string): string {
  return isIP(address) === 4 ? address : ipaddr.process(address.split('%')[0]!).toString();
}
