import fc from 'fast-check';
import { type AnyPiece, oneOf, sound, unsound } from './piece.js';

function line(name: string, ...values: string[]): fc.Arbitrary<string> {
  return oneOf(...values).map((value) => `${name}: ${value}\r\n`);
}

const TOO_LONG = 'a'.repeat(16_500);

const credential = fc.oneof(
  { weight: 4, arbitrary: oneOf('X-VX11-Token: <operator>\r\n', 'Authorization: Bearer <reader>\r\n') },
  line(
    'X-VX11-Token',
    '<reader>',
    '<wrong>',
    '<token>',
    '',
    ' ',
    '\xff\xfe',
    '<operator>, <operator>',
    'a'.repeat(4_000),
  ),
  line(
    'Authorization',
    'Bearer',
    'Bearer ',
    'Basic <operator>',
    'Bearer <wrong> x',
    'bearer   <operator>',
    `Bearer${' '.repeat(8_000)}`,
  ),
);

const address = line(
  'X-Forwarded-For',
  ...[
    '10.1.2.3',
    '::1',
    '2001:db8::1, 10.0.0.1',
    'unknown',
    '_hidden',
    '<reader>',
    '999.1.1.1',
    "'; DROP",
    '',
    ',,,',
    '\xff',
  ],
  ...['10.0.0.1:80', '[::1]:80', '::ffff:10.0.0.1', '1.2.3.4,'.repeat(1_000)],
);

const odd = fc.oneof(
  line(
    'Last-Event-ID',
    '<position>',
    'x',
    '',
    '\xe9\x00'.slice(0, 1),
    'a-1-1',
    '0-0-0',
    `a-${'9'.repeat(400)}-1`,
    '<token>',
    '-'.repeat(8_000),
  ),
  line('X-Correlation-Id', 'abc', '<token>', '<operator>', 'a b', '\xff', 'a'.repeat(65), '${jndi:x}', '"}{'),
  line('Accept', '*/*', 'text/event-stream', 'text/html', 'application/json;q=x', ';;;', ','.repeat(2_000)),
  line('Accept-Encoding', 'gzip', 'br;q=1.0, *;q=0', 'identity;q=0', 'x'),
  line('Expect', '100-continue', 'nonsense'),
  line('Upgrade', 'websocket', 'h2c', 'TLS/1.0'),
  line('Connection', 'keep-alive', 'X-VX11-Token'),
  line('Range', 'bytes=0-1', 'bytes=-1', 'x'),
  line('If-None-Match', '*', 'W/"x"'),
  line('Cookie', 'a=<reader>', ';'.repeat(1_000)),
  line('Host', 'other', '', '[::1', 'a, b', '127.0.0.1:1'),
  line('X-HTTP-Method-Override', 'DELETE'),
  line('Content-Type', 'application/json', 'text/plain'),
  fc.integer({ min: 1, max: 150 }).map((count) => 'X-Many: 1\r\n'.repeat(count)),
);

const broken = fc.oneof(
  // node drops what is pipelined behind an offer to speak something else, and what comes after the end.
  line('Connection', 'close', 'upgrade', 'keep-alive, Upgrade, HTTP2-Settings'),
  oneOf(
    'nonsense\r\n',
    ': x\r\n',
    'X : y\r\n',
    ' folded\r\n',
    'X: a\nb\r\n',
    'X: a\rb\r\n',
    'X: a\x00b\r\n',
    'X\xff: 1\r\n',
    '\r\n',
  ),
  oneOf(
    `X: ${TOO_LONG}\r\n`,
    `${TOO_LONG}: x\r\n`,
    'X-Line: 1\r\n'.repeat(2_500),
    'Expect: 100-continue\r\nExpect: x\r\n',
  ),
);

/** Header lines but for those that say how long the body is. */
export const headers: AnyPiece = fc
  .tuple(
    fc.oneof({ weight: 3, arbitrary: sound(credential) }, sound(fc.constant(''))),
    fc.array(
      fc.oneof({ weight: 30, arbitrary: sound(odd) }, { weight: 4, arbitrary: sound(address) }, unsound(broken)),
      { maxLength: 4 },
    ),
    fc.oneof(
      { weight: 30, arbitrary: sound(fc.constant('Host: fuzz\r\n')) },
      unsound(oneOf('', 'Host: a\r\nHost: b\r\n', 'HOST:x\r\n')),
    ),
  )
  .map(([first, others, host]) => {
    const all = [host, first, ...others];
    return { text: all.map(({ text }) => text).join(''), sound: all.every((piece) => piece.sound) };
  });
