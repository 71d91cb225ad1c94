import { message, messages, type SseCase } from './sse-case.js';

/** `id:` and `retry:`, which hold beyond their message. */
export const ID_CASES: readonly SseCase[] = [
  {
    name: 'an id for several messages',
    why: 'it holds until the next one',
    stream: 'id: 1\ndata: a\n\ndata: b\n\nid: 2\ndata: c\n\n',
    messages: [message('a', '1'), message('b', '1'), message('c', '2')],
  },
  {
    name: 'an id without data',
    why: 'nothing is dispatched, but a client resumes after it',
    stream: 'id: 1\ndata: a\n\nid: 2\n\n',
    messages: [message('a', '1')],
    lastEventId: '2',
  },
  {
    name: 'an id without data, and then data',
    why: 'the id holds for the message after it',
    stream: 'id: 1\n\ndata: a\n\n',
    messages: [message('a', '1')],
  },
  {
    name: 'an id in a message that is not finished',
    why: 'a client that resumed after it would lose the message',
    stream: 'id: 1\ndata: a\n\nid: 2\ndata: b\n',
    messages: [message('a', '1')],
    lastEventId: '1',
  },
  {
    name: 'an empty id',
    why: 'it takes the id back, with and without a colon',
    stream: 'id: 1\ndata: a\n\nid\ndata: b\n\nid: 2\ndata: c\n\nid: \ndata: d\n\n',
    messages: [message('a', '1'), message('b'), message('c', '2'), message('d')],
  },
  {
    name: 'two ids',
    why: 'the last one counts',
    stream: 'id: 1\nid: 2\ndata: a\n\n',
    messages: [message('a', '2')],
  },
  {
    name: 'an id with NUL',
    why: 'it could not be sent in a header, so the field is ignored and the id before it stays',
    stream: 'id: 1\ndata: a\n\nid: 2\0\ndata: b\n\nid: \0\ndata: c\n\nid: 3\nid: 4\0\ndata: d\n\n',
    messages: [message('a', '1'), message('b', '1'), message('c', '1'), message('d', '3')],
  },
  {
    name: 'an id that is not ASCII',
    why: 'it is text as any other',
    stream: 'id: …é😀\ndata: a\n\n',
    messages: [message('a', '…é😀')],
  },
  {
    name: 'an id with spaces',
    why: 'only the first one is dropped',
    stream: 'id:  1 2\ndata: a\n\n',
    messages: [message('a', ' 1 2')],
  },
  {
    name: 'a retry',
    why: 'it sets the wait',
    stream: 'retry: 3000\ndata: a\n\n',
    messages: messages('a'),
    retryMs: 3_000,
  },
  {
    name: 'a retry without anything else',
    why: 'it counts at the end of its line, not of a message',
    stream: 'retry: 20\n',
    messages: [],
    retryMs: 20,
  },
  { name: 'retry 0', why: 'it is a number as any other', stream: 'retry: 0\n\n', messages: [], retryMs: 0 },
  { name: 'a retry with zeros', why: 'it is decimal, not octal', stream: 'retry: 0010\n\n', messages: [], retryMs: 10 },
  ...['', ' ', '1.5', '-1', '+1', '1e3', '0x10', '2000x', 'soon', '٣', '1 0', '10 ', ' 10', '1_0'].map(
    (value): SseCase => ({
      name: `retry ${JSON.stringify(value)}`,
      why: 'a value with anything but digits is ignored, and the one before stays',
      stream: `retry: 30\nretry: ${value}\ndata: a\n\n`,
      messages: messages('a'),
      retryMs: 30,
      ...(value.trim() === '' && { chromium: 'it takes an empty one as its usual wait' }),
    }),
  ),
];

/** Ways to ask for an endless wait. A browser takes them at their word, so they are not shown to one. */
export const HUGE_RETRY_CASES: readonly SseCase[] = [
  {
    name: 'a retry of a hundred years',
    why: 'the client bounds its wait itself',
    stream: 'retry: 3155760000000\n\n',
    messages: [],
    retryMs: 3_155_760_000_000,
  },
  {
    name: 'a retry of 400 digits',
    why: 'it is more than a number can hold',
    stream: `retry: ${'9'.repeat(400)}\n\n`,
    messages: [],
    retryMs: Infinity,
  },
];
