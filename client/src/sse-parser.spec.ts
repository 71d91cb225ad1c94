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

describe('SseParser', () => {
  it('dispatches at a CR at once, and does not read the LF after it as another line', () => {
    const parser = new SseParser();
    expect(parser.push(utf8.encode('data: a\r\r'))).toHaveLength(1);
    expect(parser.push(utf8.encode('\ndata: b\r'))).toHaveLength(0);
    expect(parser.push(utf8.encode('\n\r'))).toEqual([{ type: 'message', data: 'b', lastEventId: '' }]);
  });

  it('begins with the last id of the connection before, as a browser does', () => {
    const parser = new SseParser({ lastEventId: '7' });
    expect(parser.lastEventId).toBe('7');
    const ids = parser.push(utf8.encode('data: a\n\nid: 8\ndata: b\n\nid\ndata: c\n\n'));
    expect(ids.map(({ lastEventId }) => lastEventId)).toEqual(['7', '8', '']);
  });

  describe('takes no more memory than its bound, whatever the server sends', () => {
    const line = (bytes: number) => `data: ${'é'.repeat((bytes - 6) / 2)}`;
    const feed = (text: string, chunk: number) => {
      const parser = new SseParser({ maxBytes: 100 });
      const bytes = utf8.encode(text);
      const messages: SseMessage[] = [];
      for (let at = 0; at < bytes.length; at += chunk) messages.push(...parser.push(bytes.slice(at, at + chunk)));
      return messages.length;
    };

    it.each([1, 7, 1_000])('a line, in chunks of %i bytes', (chunk) => {
      expect(feed(`${line(100)}\n\n${line(100)}\r\n\r\n`, chunk)).toBe(2);
      expect(() => feed(`${line(102)}\n\n`, chunk)).toThrow('The event stream has a line of over 100 bytes.');
      expect(() => feed(line(102), chunk)).toThrow(RangeError);
      expect(() => feed(`:${'x'.repeat(100)}`, chunk)).toThrow(RangeError);
    });

    it.each([1, 7, 1_000])('the data of a message, in chunks of %i bytes', (chunk) => {
      const ten = 'data: 3456\n'.repeat(10);
      expect(feed(`${ten}id: 1\n\n${ten}\n`, chunk)).toBe(2);
      expect(() => feed(`${ten}data`, chunk)).not.toThrow();
      expect(() => feed(`${ten}data\n`, chunk)).toThrow('The event stream has a message of over 100 bytes.');
    });

    it('but comments for as long as the stream lasts', () => {
      expect(feed(`${': still here\n'.repeat(10_000)}data: a\n\n`, 1_000)).toBe(1);
    });

    it('8 MiB, if nothing else is said', () => {
      const parser = new SseParser();
      const chunk = new Uint8Array(65_536).fill(120);
      for (let sent = 0; sent < 8_388_608; sent += chunk.length) parser.push(chunk);
      expect(() => parser.push(chunk.subarray(0, 1))).toThrow(RangeError);
    });
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
