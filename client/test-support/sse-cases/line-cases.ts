import { message, messages, type SseCase } from './sse-case.js';

const LONG_COMMENT = 'x'.repeat(1_000);

/** Where lines and messages end. */
export const LINE_CASES: readonly SseCase[] = [
  {
    name: 'LF',
    why: 'most services send nothing else',
    stream: 'data: a\n\ndata: b\n\n',
    messages: messages('a', 'b'),
  },
  {
    name: 'CR',
    why: 'a reader that waits for LF never dispatches anything',
    stream: 'data: a\r\rdata: b\r\r',
    messages: messages('a', 'b'),
  },
  {
    name: 'CRLF',
    why: 'a reader that takes CR and LF for two ends sees an empty line after each line',
    stream: 'data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n',
    messages: messages('a\nb', 'c'),
  },
  {
    name: 'all ends in one stream',
    why: 'a reader that finds out the line end once fails when a proxy joins streams',
    stream: 'data: a\ndata: b\rdata: c\r\ndata: d\n\rdata: e\r\n\n',
    messages: messages('a\nb\nc\nd', 'e'),
  },
  {
    name: 'CR CRLF',
    why: 'the second CR is an empty line, and the LF belongs to it',
    stream: 'data: a\r\r\ndata: b\n\n',
    messages: messages('a', 'b'),
  },
  {
    name: 'LF CR',
    why: 'these are two line ends, unlike CR LF',
    stream: 'data: a\n\rdata: b\n\r',
    messages: messages('a', 'b'),
  },
  {
    name: 'a CRLF between two data lines of one message',
    why: 'cut between CR and LF, it must not end the message',
    stream: 'data: A\r\ndata: B\r\ndata: C\r\n\r\n',
    messages: messages('A\nB\nC'),
  },
  {
    name: 'many empty lines',
    why: 'an empty line without a message before it dispatches nothing',
    stream: '\n\n\r\r\r\n\r\ndata: a\n\n\n\n\n',
    messages: messages('a'),
  },
  {
    name: 'other characters that end lines elsewhere',
    why: 'NEL, LS, PS, VT and FF are data here',
    stream: 'data: a\u0085b\u2028c\u2029d\u000be\u000cf\n\n',
    messages: messages('a\u0085b\u2028c\u2029d\u000be\u000cf'),
  },
  {
    name: 'comments',
    why: 'services send them so that proxies keep the connection; they neither end nor change a message',
    stream: `:\ndata: 1\r:\0\n: data: no\r\ndata: 2\n:${LONG_COMMENT}\rdata: 3\n:event: x\r:${LONG_COMMENT}\ndata: 4\n\n:\n\n`,
    messages: messages('1\n2\n3\n4'),
  },
  {
    name: 'a message without its empty line at the end of the stream',
    why: 'it may be cut off; the client gets it whole after reconnecting',
    stream: 'id: 1\ndata: whole\n\nid: 2\nevent: x\ndata: half\n',
    messages: [message('whole', '1')],
  },
  {
    name: 'a line without its end at the end of the stream',
    why: 'nothing of it may count, not even with all fields complete',
    stream: 'data: whole\n\ndata: half',
    messages: messages('whole'),
  },
  { name: 'nothing', why: 'a stream may end before its first byte', stream: '', messages: [] },
  {
    name: 'a hundred messages',
    why: 'they keep their order, however many one chunk has',
    stream: Array.from({ length: 100 }, (_, n) => `id: ${n}\ndata: message ${n}\n\n`).join(''),
    messages: Array.from({ length: 100 }, (_, n) => message(`message ${n}`, String(n))),
  },
];
