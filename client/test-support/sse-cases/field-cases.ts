import { message, messages, type SseCase } from './sse-case.js';

/** How lines are read as fields: `data:`, `event:`, and others. */
export const FIELD_CASES: readonly SseCase[] = [
  {
    name: 'one space after the colon',
    why: 'exactly one is dropped; the others and a tab are data',
    stream: 'data: a\ndata:b\ndata:  c\ndata:\td\ndata: \te \n\n',
    messages: messages('a\nb\n c\n\td\n\te '),
  },
  {
    name: 'no colon',
    why: '`data` alone is an empty data line',
    stream: 'data\n\ndata\ndata\n\ndata:test\n\n',
    messages: messages('', '\n', 'test'),
  },
  {
    name: 'empty data',
    why: 'a message with an empty data line is a message, one without any is not',
    stream: 'data:\n\ndata: \n\nevent: x\n\ndata:\ndata:\ndata:\n\n',
    messages: messages('', '', '\n\n'),
  },
  {
    name: 'many data lines',
    why: 'they are joined by LF, without one at the end',
    stream: `${'data: line\n'.repeat(500)}\n`,
    messages: messages(Array<string>(500).fill('line').join('\n')),
  },
  {
    name: 'colons in the value',
    why: 'only the first one ends the name',
    stream: 'data: a:b::c\ndata::\ndata: :\n\n',
    messages: messages('a:b::c\n:\n:'),
  },
  {
    name: 'names that are almost known',
    why: 'names are compared exactly: case, spaces, NUL and added characters make others',
    stream: 'Data: 1\nDATA: 2\n data: 3\ndata : 4\ndata\0: 5\n\0data: 6\nda-ta: 7\ndata_8\ndatum: 9\ndata: kept\n\n',
    messages: messages('kept'),
  },
  {
    name: 'unknown fields',
    why: 'a later version of the format may add some',
    stream: 'color: blue\ndata: a\n:\nx\nretries: 1\nids: 2\n\nfalse: b\n\ndata: c\n\n',
    messages: messages('a', 'c'),
  },
  {
    name: 'fields in any order',
    why: 'they count for the whole message, wherever they stand',
    stream: 'data: a\nid: 1\nevent: e\ndata: b\n\n',
    messages: [message('a\nb', '1', 'e')],
  },
  {
    name: 'a type',
    why: 'it holds for one message',
    stream: 'event: e\ndata: a\n\ndata: b\n\nevent:  e\ndata: c\n\nevent:e\ndata: d\n\n',
    messages: [message('a', '', 'e'), message('b'), message('c', '', ' e'), message('d', '', 'e')],
  },
  {
    name: 'an empty type',
    why: 'it stands for `message`, and resets one before it in the same message',
    stream: 'event: \ndata: a\n\nevent: e\nevent\ndata: b\n\n',
    messages: messages('a', 'b'),
  },
  {
    name: 'two types',
    why: 'the last one counts',
    stream: 'event: e\nevent: f\ndata: a\n\n',
    messages: [message('a', '', 'f')],
  },
  {
    name: 'a type without data',
    why: 'no message is dispatched, and the next one must not inherit the type',
    stream: 'event: e\n\ndata: a\n\n',
    messages: messages('a'),
  },
  {
    name: 'NUL in data and in a type',
    why: 'it is a character as any other there, unlike in an id',
    stream: 'event: e\0\ndata: a\0b\ndata:\0\n\n',
    messages: [message('a\0b\n\0', '', 'e\0')],
  },
  {
    name: 'fields named as what every object has',
    why: 'a reader that looks fields up in an object finds functions',
    stream: '__proto__: a\nconstructor: b\ntoString\nevent: __proto__\ndata: c\n\n',
    messages: [message('c', '', '__proto__')],
  },
];
