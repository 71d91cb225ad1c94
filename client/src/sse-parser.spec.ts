import { createParser } from 'eventsource-parser';
import fc from 'fast-check';
import { type SseMessage, SseParser } from './sse-parser.js';

const utf8 = new TextEncoder();

function parse(text: string | Uint8Array, cuts: readonly number[] = []): { messages: SseMessage[]; parser: SseParser } {
  const bytes = typeof text === 'string' ? utf8.encode(text) : text;
  const parser = new SseParser();
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  const messages = edges.slice(1).flatMap((end, index) => parser.push(bytes.subarray(edges[index], end)));
  return { messages, parser };
}

const data = (text: string) => parse(text).messages.map((message) => message.data);

describe('SseParser', () => {
  it.each([
    ['LF', 'data: a\n\ndata: b\n\n', ['a', 'b']],
    ['CR', 'data: a\r\rdata: b\r\r', ['a', 'b']],
    ['CRLF', 'data: a\r\n\r\ndata: b\r\n\r\n', ['a', 'b']],
    ['all mixed', 'data: a\r\n\ndata: b\r\n\r', ['a', 'b']],
    ['several data lines', 'data: a\ndata: b\ndata\n\n', ['a\nb\n']],
    ['one leading space only', 'data:  a\n\n', [' a']],
    ['no space', 'data:a\n\n', ['a']],
    ['empty data', 'data\n\ndata:\n\n', ['', '']],
    ['comments', ':x\ndata: a\n: y\n\n', ['a']],
    ['unknown fields', 'datum: a\n data: b\ndata: c\n\n', ['c']],
    ['a message that is not finished', 'data: a\n', []],
    ['a leading BOM', '\uFEFFdata: a\n\n', ['a']],
    ['a second BOM, which is part of a field name', '\uFEFF\uFEFFdata: a\n\n', []],
    ['colons in the value', 'data: a:b\n\n', ['a:b']],
  ])('ends lines and fields as the standard says: %s', (_name, text, expected) => {
    expect(data(text)).toEqual(expected);
  });

  it('keeps the last id until the next, also from a message without data', () => {
    const { messages, parser } = parse('id: 1\ndata: a\n\ndata: b\n\nid: 2\n\ndata: c\n\nid: 3\n');
    expect(messages.map((message) => message.lastEventId)).toEqual(['1', '1', '2']);
    expect(parser.lastEventId).toBe('2');
  });

  it('ignores an id with NUL, and clears the id at an empty one', () => {
    expect(parse('id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n').messages.map((m) => m.lastEventId)).toEqual(['1', '1']);
    expect(parse('id: 1\ndata: a\n\nid\ndata: b\n\n').messages.map((m) => m.lastEventId)).toEqual(['1', '']);
  });

  it.each([
    ['retry: 3000\n', 3000],
    ['retry: 0\n', 0],
    ['retry: 1.5\n', undefined],
    ['retry: -1\n', undefined],
    ['retry: 1e3\n', undefined],
    ['retry: ٣\n', undefined],
    ['retry:\n', undefined],
    ['retry: 2000\nretry: soon\n', 2000],
  ])('reads a retry of digits only: %j', (text, expected) => {
    expect(parse(text).parser.retryMs).toBe(expected);
  });

  it('drops the type of a message without data', () => {
    expect(parse('event: x\n\ndata: a\n\n').messages).toEqual([{ type: 'message', data: 'a', lastEventId: '' }]);
  });

  it('dispatches at a CR at once, and does not read the LF after it as another line', () => {
    const parser = new SseParser();
    expect(parser.push(utf8.encode('data: a\r\r'))).toHaveLength(1);
    expect(parser.push(utf8.encode('\ndata: b\r'))).toHaveLength(0);
    expect(parser.push(utf8.encode('\n\r'))).toEqual([{ type: 'message', data: 'b', lastEventId: '' }]);
  });

  it('refuses a line or a message without an end', () => {
    expect(() => new SseParser(100).push(utf8.encode(`data: ${'x'.repeat(200)}`))).toThrow(RangeError);
    expect(() => new SseParser(100).push(utf8.encode('data: 123456789\n'.repeat(20)))).toThrow(RangeError);
  });

  const piece = fc.oneof(
    fc.constantFrom(
      'data: ',
      'data',
      'id: ',
      'event: ',
      'retry: 10',
      ':',
      '\n',
      '\r',
      '\r\n',
      '\n\n',
      ' ',
      'é',
      '😀',
      '\uFEFF',
      '\0',
    ),
    fc.string({ unit: 'grapheme', maxLength: 5 }),
  );
  const stream = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
  const cuts = fc.array(fc.nat(400), { maxLength: 40 });

  it('gives the same messages however the bytes come in chunks', () => {
    fc.assert(
      fc.property(stream, cuts, (text, where) => {
        const whole = parse(text);
        const cut = parse(text, where);
        expect(cut.messages).toEqual(whole.messages);
        expect([cut.parser.lastEventId, cut.parser.retryMs]).toEqual([whole.parser.lastEventId, whole.parser.retryMs]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads bytes that are not UTF-8 in any chunks', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), cuts, (bytes, where) => {
        expect(parse(bytes, where).messages).toEqual(parse(bytes).messages);
      }),
    );
  });

  it('reads the same messages as an independent parser', () => {
    fc.assert(
      fc.property(stream, cuts, (text, where) => {
        const theirs: { type: string; data: string; id: string | undefined }[] = [];
        const parser = createParser({
          onEvent: ({ event, data, id }) => theirs.push({ type: event ?? 'message', data, id }),
        });
        // That parser handles a CR only with the next character. The colon begins a comment, which changes nothing.
        parser.feed(`${new TextDecoder().decode(utf8.encode(text))}:`);
        const ours = parse(text, where).messages;
        expect(ours.map(({ type, data }) => ({ type, data }))).toEqual(
          theirs.map(({ type, data }) => ({ type, data })),
        );
        theirs.forEach(({ id }, index) => id !== undefined && expect(ours[index]?.lastEventId).toBe(id));
      }),
      { numRuns: 2_000 },
    );
  });
});
