// A page elsewhere must not do with a user's browser what the user did not mean. But a page of the service's own must never be
// taken for one from elsewhere, whatever proxies are in between.
import { type IncomingMessage } from 'node:http';
import { originFinder } from './request-origin.js';

const OWN = 'http://ops.example:8080';
const APP = 'https://app.example';
const originOf = (headers: Record<string, string>) =>
  originFinder([APP])({ headers: { host: 'ops.example:8080', ...headers } } as unknown as IncomingMessage);

it.each([
  ['none', 'a program', {}],
  ['none', 'a pasted address', { 'sec-fetch-site': 'none' }],
  ['same', 'its own page that reads', { 'sec-fetch-site': 'same-origin' }],
  [
    'same',
    'its own page behind a proxy that changes the host',
    { origin: OWN, host: 'vx11', 'sec-fetch-site': 'same-origin' },
  ],
  ['same', 'its own page over plain HTTP', { origin: OWN }],
  [
    'same',
    'its own page over plain HTTP behind a proxy that says so',
    { origin: OWN, host: 'vx11', 'x-forwarded-host': 'ops.example:8080' },
  ],
  ['allowed', 'a page that is allowed', { origin: APP, 'sec-fetch-site': 'cross-site' }],
  ['allowed', 'a page that is allowed, from a browser that says little', { origin: APP }],
  ['foreign', 'an image elsewhere', { 'sec-fetch-site': 'cross-site' }],
  ['foreign', 'an image of a sibling', { 'sec-fetch-site': 'same-site' }],
  ['foreign', 'a sibling', { origin: 'https://wiki.example', 'sec-fetch-site': 'same-site' }],
  ['foreign', 'an allowed host without TLS', { origin: 'http://app.example', 'sec-fetch-site': 'cross-site' }],
  ['foreign', 'a longer name', { origin: `${APP}.evil.example`, 'sec-fetch-site': 'cross-site' }],
  ['foreign', 'another port of this host', { origin: 'http://ops.example:9000', 'sec-fetch-site': 'same-site' }],
  ['foreign', 'a page elsewhere over plain HTTP', { origin: 'http://evil.example' }],
  ['foreign', 'a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ['foreign', 'a sandboxed frame, over plain HTTP, at a host of that name', { origin: 'null', host: 'null' }],
] as const)('%s: %s', (expected, _, headers) => {
  expect(originOf(headers)).toBe(expected);
});
