// The bytes of a stream come in chunks that end anywhere. A reader that depends on where they end loses messages on slow lines only,
// where nobody looks.
import { isDeepStrictEqual } from 'node:util';
import { createParser } from 'eventsource-parser';
import fc from 'fast-check';
import { LONG_CASES, SHORT_CASES } from '../test-support/sse-cases/all-cases.js';
import { bytesOf, lastIdOf, type SseCase } from '../test-support/sse-cases/sse-case.js';
import { type SseMessage, SseParser } from './sse-parser.js';

interface Read {
  readonly messages: readonly SseMessage[];
  readonly lastEventId: string;
  readonly retryMs: number | undefined;
}

/** Reads the bytes in chunks that end at these places. */
function read(bytes: Uint8Array, ends: readonly number[]): Read {
  const parser = new SseParser();
  const edges = [0, ...ends, bytes.length];
  const messages = edges.slice(1).flatMap((end, index) => parser.push(bytes.slice(edges[index], end)));
  return { messages, lastEventId: parser.lastEventId, retryMs: parser.retryMs };
}

const expected = (example: SseCase): Read => ({
  messages: example.messages,
  lastEventId: lastIdOf(example),
  retryMs: example.retryMs,
});

const everyPlace = (length: number) => Array.from({ length }, (_, place) => place);

describe.each(SHORT_CASES.map((example) => [example.name, example.why, example] as const))(
  '%s: %s',
  (_, __, example) => {
    const bytes = bytesOf(example);

    it('read whole, byte by byte, and with empty chunks', () => {
      expect(read(bytes, [])).toEqual(expected(example));
      expect(read(bytes, everyPlace(bytes.length))).toEqual(expected(example));
      expect(
        read(
          bytes,
          everyPlace(bytes.length).flatMap((place) => [place, place]),
        ),
      ).toEqual(expected(example));
    });

    it('read in two chunks, cut at every place', () => {
      const misread = everyPlace(bytes.length).filter(
        (place) => !isDeepStrictEqual(read(bytes, [place]), expected(example)),
      );
      expect(misread).toEqual([]);
    });

    it('read in chunks of any sizes', () => {
      const ends = fc.array(fc.nat(bytes.length), { maxLength: 30 }).map((places) => places.sort((a, b) => a - b));
      fc.assert(
        fc.property(ends, (places) => expect(read(bytes, places)).toEqual(expected(example))),
        { numRuns: 30 },
      );
    });

    it('read by an independent parser', () => {
      const theirs: { type: string; data: string }[] = [];
      const parser = createParser({ onEvent: ({ event, data }) => theirs.push({ type: event ?? 'message', data }) });
      // That parser handles a CR only with the next character. The colon begins a comment, which changes nothing.
      parser.feed(`${new TextDecoder().decode(bytes)}:`);
      expect(theirs).toEqual(example.messages.map(({ type, data }) => ({ type, data })));
    });
  },
);

describe.each(LONG_CASES.map((example) => [example.name, example.why, example] as const))(
  '%s: %s',
  (_, __, example) => {
    it.each([1_000, 4_096, 65_536, 10_000_000])('read in chunks of %i bytes', (size) => {
      const bytes = bytesOf(example);
      const ends = Array.from({ length: Math.floor(bytes.length / size) }, (_, index) => (index + 1) * size);
      expect(read(bytes, ends)).toEqual(expected(example));
    });
  },
);
