import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { bodyText } from './json-texts.js';
import { type AnyPiece, bytesOf, oneOf, sound } from './piece.js';

/** A kilobyte each, that unfold to a megabyte and more. */
const BOMBS = [
  gzipSync('['.repeat(1_000_000)),
  gzipSync(`{"events":[${'{"a":1},'.repeat(120_000)}1]}`),
  gzipSync(Buffer.alloc(20_000_000)),
  gzipSync(gzipSync(Buffer.alloc(20_000_000))),
].map(bytesOf);

const type = fc.oneof(
  { weight: 8, arbitrary: fc.constant('Content-Type: application/json\r\n') },
  oneOf(
    '',
    'Content-Type: text/plain\r\n',
    'Content-Type: application/json; charset=utf-16\r\n',
    'Content-Type: application/json; charset=\xff\r\n',
    'Content-Type: application/x-www-form-urlencoded\r\n',
    'Content-Type: multipart/form-data; boundary=x\r\n',
    `Content-Type: application/json;${' a=b;'.repeat(500)}\r\n`,
    'Content-Type: application/problem+json\r\n',
    'Content-Type: \r\n',
  ),
);

interface Encoded {
  readonly header: string;
  readonly bytes: string;
}

const encoded: fc.Arbitrary<Encoded> = fc.oneof(
  { weight: 60, arbitrary: bodyText.map((bytes) => ({ header: '', bytes })) },
  {
    weight: 4,
    arbitrary: bodyText.map((text) => ({ header: 'Content-Encoding: gzip\r\n', bytes: packed(gzipSync, text) })),
  },
  bodyText.map((text) => ({ header: 'Content-Encoding: deflate\r\n', bytes: packed(deflateSync, text) })),
  bodyText.map((text) => ({ header: 'Content-Encoding: br\r\n', bytes: packed(brotliCompressSync, text) })),
  bodyText.map((text) => ({ header: 'Content-Encoding: gzip\r\n', bytes: packed(gzipSync, text).slice(0, -5) })),
  fc
    .tuple(oneOf('gzip', 'deflate', 'br', 'zstd', 'x', 'gzip, gzip', 'identity'), bodyText)
    .map(([name, bytes]) => ({ header: `Content-Encoding: ${name}\r\n`, bytes })),
  oneOf(...BOMBS).map((bytes) => ({ header: 'Content-Encoding: gzip\r\n', bytes })),
);

function packed(pack: (bytes: Buffer) => Buffer, text: string): string {
  return bytesOf(pack(Buffer.from(text, 'latin1')));
}

function chunked(bytes: string): string {
  return `${bytes === '' ? '' : `${bytes.length.toString(16)}\r\n${bytes}\r\n`}0\r\n\r\n`;
}

/** Two lengths, none, or wrong ones: where the request ends is anybody's guess. */
const BROKEN_LENGTHS = [
  'Content-Length: 5\r\nContent-Length: 6\r\n',
  'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n',
  'Transfer-Encoding: chunked, chunked\r\n',
  'Transfer-Encoding: gzip\r\n',
  'Transfer-Encoding: chunked\r\nContent-Length: 0\r\n',
  'Transfer-Encoding:\x0bchunked\r\n',
  'Content-Length: -1\r\n',
  'Content-Length: 99999999999999999999\r\n',
  'Content-Length: 1048577\r\n',
  'Content-Length: 0x5\r\n',
  'Content-Length: 3\r\n',
  'Content-Length: 100000\r\n',
  'Transfer-Encoding: chunked\r\n',
  '',
];

const BROKEN_CHUNKS = [
  'zz\r\n',
  '5\r\nab',
  'fffffffffffffffff\r\na\r\n',
  '-1\r\n\r\n',
  '3;x=y\r\nabc\r\n0\r\nX: y\r\n\r\n',
  '0\r\nno trailer',
];

const framed: AnyPiece = fc
  .tuple(type, encoded, fc.boolean())
  .map(([header, { header: encoding, bytes }, inChunks]) => ({
    text: `${header}${encoding}${inChunks ? `Transfer-Encoding: chunked\r\n\r\n${chunked(bytes)}` : `Content-Length: ${bytes.length}\r\n\r\n${bytes}`}`,
    sound: true,
  }));

const unframed: AnyPiece = fc
  .tuple(type, oneOf(...BROKEN_LENGTHS), fc.oneof(bodyText, oneOf(...BROKEN_CHUNKS)))
  .map(([header, length, bytes]) => ({ text: `${header}${length}\r\n${bytes}`, sound: false }));

/** The end of the head and what follows it: nothing, a body, or what is neither. */
export const body: AnyPiece = fc.oneof(
  { weight: 6, arbitrary: sound(fc.constant('\r\n')) },
  { weight: 12, arbitrary: framed },
  { weight: 1, arbitrary: unframed },
);
