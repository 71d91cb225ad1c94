import fc from 'fast-check';
import { body } from './bodies.js';
import { headers } from './headers.js';
import { type AnyPiece, oneOf, type Piece, sound, unsound } from './piece.js';
import { target } from './targets.js';

/** How a client treats its connection once it has written. */
export type Manner =
  /** Waits for every answer. */
  | 'waits'
  /** Writes a few bytes at a time, then waits. */
  | 'dribbles'
  /** Ends its side, then waits. */
  | 'half-closes'
  /** Resets the connection in the middle. */
  | 'resets';

/** What one client sends on one connection: requests, pipelined. */
export interface Conversation {
  readonly requests: readonly Piece[];
  readonly manner: Manner;
  /** Which share of the bytes is written before the connection is reset. */
  readonly share: number;
}

const method: AnyPiece = fc.oneof(
  { weight: 12, arbitrary: sound(oneOf('GET', 'POST')) },
  {
    weight: 3,
    arbitrary: sound(oneOf('HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'M-SEARCH', 'QUERY')),
  },
  unsound(oneOf('get', 'BREW', '', 'CONNECT', 'PRI', 'G\x00T', 'A'.repeat(5_000), 'GET GET', '\r\nGET')),
);

const version: AnyPiece = fc.oneof(
  { weight: 40, arbitrary: sound(fc.constant(' HTTP/1.1\r\n')) },
  unsound(
    oneOf(
      ' HTTP/1.0\r\n',
      ' HTTP/2.0\r\n',
      '\r\n',
      ' HTTP/1.1\n',
      ' HTP/1.1\r\n',
      ' HTTP/1.1 \r\n',
      ' HTTP/9.9\r\n',
      ' RTSP/1.0\r\n',
    ),
  ),
);

/** Heads that come near node's limit are refused, or, behind another request, closed. */
const HEAD_MAX = 15_000;

/** As long as the sender will make it: a placeholder stands for a token at most. */
function filled(text: string): string {
  return text.replace(/<\w+>/g, 'x'.repeat(43));
}

const wellFormed: AnyPiece = fc.tuple(method, target, version, headers, body).map(([verb, where, how, lines, rest]) => {
  const text = `${verb.text} ${where.text}${how.text}${lines.text}${rest.text}`;
  const [head = ''] = text.split('\r\n\r\n', 1);
  const parts = [verb, where, how, lines, rest];
  return { text, sound: filled(head).length < HEAD_MAX && parts.every((piece) => piece.sound) };
});

const noise: AnyPiece = unsound(
  fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    oneOf(
      '\x16\x03\x01\x02\x00\x01\x00\x01',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      '\r\n\r\n\r\n',
      '\x00'.repeat(100),
      'SSH-2.0-x\r\n',
    ),
  ),
);

export const conversation: fc.Arbitrary<Conversation> = fc.record({
  requests: fc.array(fc.oneof({ weight: 40, arbitrary: wellFormed }, noise), {
    minLength: 1,
    maxLength: 10,
    size: 'max',
  }),
  manner: fc.oneof(
    { weight: 12, arbitrary: fc.constant<Manner>('waits') },
    fc.constant<Manner>('dribbles'),
    fc.constant<Manner>('half-closes'),
    fc.constant<Manner>('resets'),
  ),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
});
