// Browsers parse the stream: their parser must return what a publisher sent unchanged, and nothing that a publisher sends may
// end a field or begin a frame.
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import fc from 'fast-check';
import { formatPosition } from '../event-log/position.js';
import { eventFrame, gapFrame, goodbyeFrame, heartbeatFrame, retryFrame, snapshotFrame } from './sse-frame.js';
import { anyCharacter } from '../../test/support/any-character.js';

const POSITION = { epoch: 'k3f9a2', ms: 1_795_334_651_398, n: 1_205 };
const ID = 'k3f9a2-1795334651398-1205';

/** Reads `text` as a browser would, in pieces cut where the network pleases. */
function parse(text: string, cuts: readonly number[] = []) {
  const messages: EventSourceMessage[] = [];
  const retries: number[] = [];
  const parser = createParser({ onEvent: (message) => messages.push(message), onRetry: (ms) => retries.push(ms) });
  const decoder = new TextDecoder();
  const bytes = Buffer.from(text);
  const places = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  let from = 0;
  for (const to of places) {
    parser.feed(decoder.decode(bytes.subarray(from, to), { stream: true }));
    from = to;
  }
  return { messages, retries };
}

const entry = (json: string, n = 1) => ({
  position: { ...POSITION, n },
  type: 't',
  module: 'm',
  severity: 'info',
  json,
});
const nasty = fc.constantFrom(
  '\r',
  '\n',
  '\r\n',
  '\n\n',
  '\0',
  '\u2028',
  '\u2029',
  '\u0085',
  '\ufeff',
  '\ud800',
  'data: x',
);
const anyText = fc.array(fc.oneof(fc.string({ unit: anyCharacter }), nasty)).map((parts) => parts.join(''));
const anyJson = fc
  .oneof(anyText, fc.dictionary(anyText, anyText), fc.jsonValue())
  .map((value) => JSON.stringify(value));

describe('an event frame', () => {
  it('is read back exactly as it was put in, whatever the text and wherever it is cut', () => {
    const property = fc.property(fc.array(anyJson), fc.array(fc.nat(10_000)), (texts, cuts) => {
      const frames = texts.map((json, index) => eventFrame(entry(json, index + 1)));
      const { messages, retries } = parse(frames.join(''), cuts);
      expect(messages.map(({ data }) => data)).toEqual(texts);
      expect(messages.map(({ id }) => id)).toEqual(texts.map((_, n) => formatPosition({ ...POSITION, n: n + 1 })));
      expect(messages.every(({ event }) => event === undefined)).toBe(true);
      expect(retries).toEqual([]);
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('is two lines and an empty one', () => {
    expect(eventFrame(entry('{"a":1}', 1_205))).toBe(`id: ${ID}\ndata: {"a":1}\n\n`);
  });
});

describe('the other frames', () => {
  it('a snapshot holds its events as they were published, in one line', () => {
    fc.assert(
      fc.property(fc.array(anyJson, { maxLength: 5 }), (texts) => {
        const [message] = parse(
          snapshotFrame(
            texts.map((json) => entry(json)),
            POSITION,
          ),
        ).messages;
        expect(message).toMatchObject({ event: 'snapshot', id: ID });
        const events = texts.map((json): unknown => JSON.parse(json));
        expect(JSON.parse(message!.data)).toEqual({ type: 'snapshot', events, last_event_id: ID });
      }),
    );
  });

  it('a heartbeat carries the id up to which the stream has everything', () => {
    const now = new Date('2026-11-22T08:00:00Z');
    expect(parse(heartbeatFrame(POSITION, now)).messages).toEqual([
      { event: 'heartbeat', id: ID, data: '{"type":"heartbeat","timestamp":"2026-11-22T08:00:00.000Z"}' },
    ]);
  });

  it('a gap says why, since when and from where it goes on, and carries that as its id', () => {
    const [message] = parse(gapFrame('trimmed', 'k3f9a2-1-1', POSITION)).messages;
    expect(message).toMatchObject({ event: 'gap', id: ID });
    expect(JSON.parse(message!.data)).toEqual({
      type: 'gap',
      reason: 'trimmed',
      missed_from: 'k3f9a2-1-1',
      resumed_at: ID,
    });
  });

  it.each([
    ['draining', true],
    ['max_life', true],
    ['slow_consumer', true],
    ['shutdown', true],
    ['revoked', false],
  ] as const)(
    'a goodbye because of %s tells whether to come back, and leaves the last id alone',
    (reason, reconnect) => {
      const { messages, retries } = parse(goodbyeFrame(reason, 1_840));
      expect(retries).toEqual([1_840]);
      expect(messages).toHaveLength(1);
      expect([messages[0]!.event, messages[0]!.id]).toEqual(['goodbye', undefined]);
      expect(JSON.parse(messages[0]!.data)).toEqual({ type: 'goodbye', reason, reconnect, retry_ms: 1_840 });
    },
  );

  it('a retry is no event', () => expect(parse(retryFrame(3_000))).toEqual({ messages: [], retries: [3_000] }));
});
