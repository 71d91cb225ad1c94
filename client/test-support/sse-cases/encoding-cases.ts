import { bytes, messages, type SseCase } from './sse-case.js';

const BOM = '\uFEFF';
const LONG = `${'x'.repeat(65_521)}é`;

/** Bytes and characters. The stream is UTF-8, whatever its type says. */
export const ENCODING_CASES: readonly SseCase[] = [
  {
    name: 'a BOM at the start',
    why: 'some editors and servers write one; it is no part of the first line',
    stream: `${BOM}data: 1\n\ndata: 2\n\n`,
    messages: messages('1', '2'),
  },
  {
    name: 'two BOMs at the start',
    why: 'only one is dropped, the other belongs to the name of the field',
    stream: `${BOM}${BOM}data: 1\n\ndata: 2\n\n`,
    messages: messages('2'),
  },
  {
    name: 'a BOM at the start of a later message',
    why: 'a reader that decodes chunk by chunk drops it, and reads a message that is none',
    stream: `${BOM}data: 1\n\n${BOM}data: 2\n\ndata: 3\n\n`,
    messages: messages('1', '3'),
  },
  {
    name: 'a BOM in data',
    why: 'it is a character there, also where a chunk begins',
    stream: `data: ${BOM}1${BOM}\ndata:${BOM}\n\n`,
    messages: messages(`${BOM}1${BOM}\n${BOM}`),
  },
  {
    name: 'a BOM and nothing else in the first line',
    why: 'the line is empty then',
    stream: `${BOM}\ndata: 1\n\n`,
    messages: messages('1'),
    chromium: 'it dispatches nothing',
  },
  {
    name: 'a cut BOM',
    why: 'two of its three bytes are a character that is no BOM',
    stream: bytes(0xef, 0xbb, 'data: 1\n\ndata: 2\n\n'),
    messages: messages('2'),
  },
  {
    name: 'characters of two, three and four bytes',
    why: 'a chunk may end inside any of them',
    stream: 'data: é€豆腐😀\u{10ffff}\n\n',
    messages: messages('é€豆腐😀\u{10ffff}'),
  },
  {
    name: 'bytes that are not UTF-8',
    why: 'each becomes U+FFFD; an error would cost the whole stream',
    stream: bytes('data: a', 0xff, 'b', 0xc0, 0x80, 'c', 0x80, '\n\n'),
    messages: messages('a\uFFFDb\uFFFD\uFFFDc\uFFFD'),
  },
  {
    name: 'a character that the end of its line cuts off',
    why: 'the line ends nevertheless',
    stream: bytes('data: a', 0xe2, 0x82, '\ndata: b', 0xf0, 0x9f, '\r\n\r\n'),
    messages: messages('a\uFFFD\nb\uFFFD'),
  },
  {
    name: 'a lone surrogate and a too long form',
    why: 'UTF-8 has neither, so each byte becomes U+FFFD',
    stream: bytes('data: ', 0xed, 0xa0, 0x80, ' ', 0xe0, 0x80, 0x8a, '\n\n'),
    messages: messages('\uFFFD\uFFFD\uFFFD \uFFFD\uFFFD\uFFFD'),
  },
  {
    name: 'Latin-1',
    why: 'a reader must not guess an encoding',
    stream: bytes('data: ', 0xe9, 0x74, 0xe9, '\n\n'),
    messages: messages('\uFFFDt\uFFFD'),
  },
];

/** Lines that are longer than the chunks in which they come. */
export const LONG_CASES: readonly SseCase[] = [
  {
    name: 'a line of 64 KiB',
    why: 'its last character lies across the end of a chunk',
    stream: `data: ${LONG}\n\ndata: after\n\n`,
    messages: messages(LONG, 'after'),
  },
  {
    name: 'a line of 2 MB',
    why: 'a large payload is one line',
    stream: `data: ${'0123456789'.repeat(200_000)}\n\ndata: after\n\n`,
    messages: messages('0123456789'.repeat(200_000), 'after'),
  },
  {
    name: 'a comment of 1 MB, and 50,000 data lines',
    why: 'neither is anything special',
    stream: `:${'c'.repeat(1_000_000)}\n${'data: é\n'.repeat(50_000)}\n`,
    messages: messages(Array<string>(50_000).fill('é').join('\n')),
  },
];
