// Limits and log lines identify a caller by its address: a caller that could choose its address would be limited as another caller.
import { type IncomingMessage } from 'node:http';
import { addressFinder, addressKey, clientAddress } from './client-address.js';

function addressOf(remoteAddress: string | undefined, forwarded?: string, trusted: string[] = ['loopback']): string {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return addressFinder(trusted)({ headers, socket: { remoteAddress } } as unknown as IncomingMessage);
}

describe('the address of a client', () => {
  it.each<[string, string, string | undefined, string]>([
    ['that of its connection', '192.0.2.1', undefined, '192.0.2.1'],
    ['IPv4, where it was mapped into IPv6', '::ffff:192.0.2.1', undefined, '192.0.2.1'],
    ['IPv4, in the other form of the same', '::ffff:c000:201', undefined, '192.0.2.1'],
    ['one text for each IPv6 address', '2001:DB8:0:0::0001', undefined, '2001:db8::1'],
    ['without the zone of this host', 'fe80::1%eth0', undefined, 'fe80::1'],
    ['what a trusted proxy says', '127.0.0.1', '192.0.2.1', '192.0.2.1'],
    ['what a trusted proxy says, mapped', '::ffff:127.0.0.1', '::FFFF:192.0.2.1', '192.0.2.1'],
    ['the last that a trusted proxy did not write itself', '127.0.0.1', '198.51.100.9, 192.0.2.1', '192.0.2.1'],
    ['what is behind several trusted proxies', '127.0.0.1', '198.51.100.9, 192.0.2.1, 127.0.0.2', '192.0.2.1'],
    ['not what anybody else says', '198.51.100.9', '192.0.2.1', '198.51.100.9'],
  ])('is %s', (_, remote, forwarded, expected) => expect(addressOf(remote, forwarded)).toBe(expected));

  it.each(['', ' ', 'unknown', 'x'.repeat(5_000), '192.0.2.1:4000', '[2001:db8::1]', '192.0.2.256', '1', ',', 'a\tb'])(
    'is that of the proxy where it says %j, which is no address',
    (said) => expect(addressOf('127.0.0.1', said)).toBe('127.0.0.1'),
  );

  it('is that of the nearest proxy that named one', () => {
    expect(addressOf('127.0.0.1', 'unknown, 127.0.0.2')).toBe('127.0.0.2');
  });

  it('is an address also when its connection has gone', () => expect(addressOf(undefined)).toBe('0.0.0.0'));

  it('is what was found on its arrival, or that of its connection', () => {
    const socket = { remoteAddress: '192.0.2.1' };
    const found = { context: { address: '192.0.2.2' }, socket };
    expect([found, { socket }].map((request) => clientAddress(request as unknown as IncomingMessage))).toEqual([
      ...['192.0.2.2', '192.0.2.1'],
    ]);
  });

  it('is nobody else where no proxy is trusted', () =>
    expect(addressOf('127.0.0.1', '192.0.2.1', [])).toBe('127.0.0.1'));
});

describe('what a limit counts', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('for %s is %s', (address, key) => expect(addressKey(address)).toBe(key));
});
