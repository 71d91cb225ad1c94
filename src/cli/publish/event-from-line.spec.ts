import { eventFromJson } from './event-from-json.js';
import { eventFromText } from './event-from-text.js';
import { type InputLine } from './input-line.js';

const line = (bytes: string | Buffer, more: Partial<InputLine> = {}): InputLine => ({
  place: '7',
  bytes: Buffer.from(bytes),
  tooLong: false,
  unfinished: false,
  ...more,
});
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const parsed = (event: ReturnType<typeof eventFromJson>): Record<string, unknown> => {
  if (event === undefined || 'reason' in event) throw new Error(`no event: ${event?.reason}`);
  return JSON.parse(event.json) as Record<string, unknown>;
};

describe('eventFromJson', () => {
  it('keeps the text of the line and puts an id in front', () => {
    const event = eventFromJson(line(' {"n":12345678901234567890,"n":2, "é":"\\u00e9"} '));
    expect(event).toMatchObject({
      json: expect.stringMatching(
        /^\{"event_id":"[^"]{36}","n":12345678901234567890,"n":2, "é":"\\u00e9"\}$/,
      ) as unknown,
    });
    expect(parsed(event).event_id).toMatch(UUID_V7);
    expect(parsed(eventFromJson(line('{ }')))).toEqual({ event_id: expect.stringMatching(UUID_V7) as unknown });
  });

  it('keeps an id that the line has', () => {
    expect(eventFromJson(line('{"event_id":"mine"}'))).toEqual({
      place: '7',
      eventId: '"mine"',
      json: '{"event_id":"mine"}',
    });
  });

  it.each([
    ['', {}, undefined],
    ['  \t', {}, undefined],
    ['{"a":', {}, 'is not JSON'],
    ['{"a":', { unfinished: true }, 'is incomplete: the input ends without a line end'],
    ['[]', {}, 'is not a JSON object'],
    ['null', {}, 'is not a JSON object'],
    ['7', {}, 'is not a JSON object'],
    [Buffer.from([0x22, 0xff, 0x22]), {}, 'is not UTF-8'],
    ['', { tooLong: true }, 'is longer than an event may be'],
  ])('makes no event of %j %j', (bytes, more, reason) => {
    expect(eventFromJson(line(bytes, more))).toEqual(reason === undefined ? undefined : { place: '7', reason });
  });

  it('accepts a complete last line without a line end', () => {
    expect(parsed(eventFromJson(line('{"a":1}', { unfinished: true })))).toMatchObject({ a: 1 });
  });
});

describe('eventFromText', () => {
  const defaults = { module: 'app', severity: 'warn', type: 'log.line' };
  const text = (bytes: string | Buffer, more?: Partial<InputLine>) => eventFromText(line(bytes, more), defaults);

  it('makes a line the summary, and now the time', () => {
    const before = Date.now();
    const event = parsed(text('disk "a" is at 90 %  '));
    expect(event).toMatchObject({
      module: 'app',
      severity: 'warn',
      event_type: 'log.line',
      summary: 'disk "a" is at 90 %',
    });
    expect(event.event_id).toMatch(UUID_V7);
    expect(Date.parse(event.created_at as string)).toBeGreaterThanOrEqual(before);
    expect(event).not.toHaveProperty('payload');
  });

  it('gives equal lines different ids', () => {
    expect(parsed(text('same')).event_id).not.toBe(parsed(text('same')).event_id);
  });

  it('makes no event of an empty line', () => {
    expect([text(''), text(' \t ')]).toEqual([undefined, undefined]);
  });

  it('shortens a long line in the summary and keeps it whole in the payload', () => {
    const long = `${'x'.repeat(1_998)}😀${'y'.repeat(100)}`;
    const { summary, payload } = parsed(text(long));
    expect(summary).toBe(`${'x'.repeat(1_998)}…`);
    expect(payload).toEqual({ line: long });
    expect(parsed(text('x'.repeat(2_000)))).not.toHaveProperty('payload');
  });

  it('refuses a line that is too long for the payload', () => {
    const reason = 'is longer than an event may be';
    expect(text('x'.repeat(70_000))).toEqual({ place: '7', reason });
    expect(text('', { tooLong: true })).toEqual({ place: '7', reason });
  });

  it('replaces bytes that are not UTF-8', () => {
    expect(parsed(text(Buffer.from([0x61, 0xff])))).toMatchObject({ summary: 'a\ufffd' });
  });
});
