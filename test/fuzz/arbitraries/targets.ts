import fc from 'fast-check';
import { ENDPOINTS } from '../../support/endpoints.js';
import { type AnyPiece, oneOf, PLACEHOLDERS, sound, unsound } from './piece.js';

const EVENTS = '/operator/api/events';
const STREAM = `${EVENTS}/stream`;

const known = fc.oneof(
  { weight: 6, arbitrary: oneOf(EVENTS, STREAM, `${EVENTS}/sse-token`) },
  { weight: 2, arbitrary: oneOf(...ENDPOINTS.map(({ path }) => path)) },
);

/** Paths that a router, a proxy or a file server might take for another one. */
const odd = fc.oneof(
  oneOf('/', '//', '*', '/..', `${EVENTS}/`, '/OPERATOR/API/EVENTS', `/${EVENTS}`, `${EVENTS}/./stream`),
  oneOf('/health/../metrics', '/%2e%2e/%2e%2e/etc/passwd', '/health%00', '/%', '/%ff%fe', '/%E0%A4%A', `${EVENTS};x=1`),
  oneOf(`${EVENTS}%2Fstream`, `${STREAM}%3Ftoken=<token>`, `${STREAM};token=<token>`, `${STREAM}/<token>`, '/<reader>'),
  oneOf('/__proto__', '/constructor', '/operator/api/docs/', '/operator/api/docs/x.js', '/favicon.ico', '/.env'),
  oneOf(
    '/operator/ui/assets/',
    '/operator/ui/assets/..%2findex.html',
    '/operator/ui/../../package.json',
    '/operator/ui/assets/%2e%2e',
  ),
  fc
    .string({ unit: oneOf('/', '.', '%', '2', 'e', 'a', ';', ':', '@', '&', '=', '~', '\\'), maxLength: 30 })
    .map((s) => `/${s}`),
  fc.integer({ min: 1, max: 20_000 }).map((length) => `/${'a'.repeat(length)}`),
);

const name = fc.oneof(
  {
    weight: 8,
    arbitrary: oneOf('token', 'severity', 'module', 'event_type', 'snapshot', 'last_event_id', 'limit', 'after'),
  },
  oneOf(
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'token[]',
    'limit[0]',
    'a[b][c]',
    'TOKEN',
    '',
    '%00',
    '%ff',
    'x',
  ),
);

const list = fc
  .tuple(oneOf('switch', 'info', '', '%00', 'x'), fc.integer({ min: 1, max: 3_000 }))
  .map(([item, count]) => Array<string>(count).fill(item).join(','));

const value = fc.oneof(
  { weight: 4, arbitrary: oneOf(...PLACEHOLDERS, 'critical', 'info,warn', 'switch', '0', '1', '5', '100', '1000') },
  oneOf(
    '-1',
    '1e9',
    '0x10',
    '01',
    '99999999999999999999',
    'NaN',
    'Infinity',
    'null',
    'true',
    '1.5',
    '+1',
    '%2B1',
    '%20',
  ),
  oneOf(
    '',
    '%',
    '%0',
    '%zz',
    '%00',
    '%ff',
    '%c0%80',
    '%ed%a0%80',
    '%0d%0aSet-Cookie:%20a=b',
    '%0Adata:%20x',
    '[]',
    '{}',
    "'--",
  ),
  oneOf('a-1-1', 'k3f9a2zz-1795334651340-1204', '0-0-0', '%24', '<position>x', 'z-9007199254740993-9007199254740993'),
  list,
);

const parameter = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(name, value).map(([key, text]) => `${key}=${text}`) },
  fc.tuple(name, value, fc.integer({ min: 2, max: 300 })).map(([key, text, times]) =>
    Array<string>(times)
      .fill(`${key}=${text.slice(0, 20)}`)
      .join('&'),
  ),
  oneOf('', '&&', '=', 'token', '?', '&=&='),
);

const query = fc.oneof(
  { weight: 2, arbitrary: fc.constant('') },
  { weight: 3, arbitrary: fc.array(parameter, { minLength: 1, maxLength: 5 }).map((parts) => `?${parts.join('&')}`) },
);

const origin = fc.tuple(fc.oneof({ weight: 5, arbitrary: known }, odd), query).map(([path, rest]) => path + rest);

/** Anything that may stand between method and version. */
export const target: AnyPiece = fc.oneof(
  { weight: 20, arbitrary: sound(origin) },
  { weight: 2, arbitrary: sound(origin.map((text) => `http://example.org${text}`)) },
  { weight: 2, arbitrary: sound(fc.tuple(origin, oneOf('#', '#x', '#?token=<token>')).map((parts) => parts.join(''))) },
  unsound(fc.tuple(origin, oneOf('\x00', '\t', '\x7f', '\xff', ' ', '\r', '\n', 'é')).map((parts) => parts.join(''))),
  unsound(
    oneOf('', 'x', 'example.org:443', 'http://', 'http://[::1', 'ftp://a/b', '?token=<token>', '//', 'http:///health'),
  ),
);
