import fc from 'fast-check';
import { bytesOf, oneOf } from './piece.js';
import { anyCharacter } from '../../support/any-character.js';

const EVENT = { event_type: 'fuzz.happened', module: 'fuzz', severity: 'info', summary: 'x' };

const odd = fc.oneof(
  oneOf(
    'null',
    'true',
    '0',
    '-0',
    '1e400',
    '123456789012345678901234567890',
    '"x"',
    '""',
    '[]',
    '{}',
    '[[]]',
    '1.5',
    '"\\ud800"',
    '"\\u0000"',
  ),
  oneOf(
    '{"__proto__":{"admin":true}}',
    '{"constructor":{"prototype":{"x":1}}}',
    '{"toString":1}',
    '"a\\nid: 1\\ndata: x"',
  ),
  fc.jsonValue().map((value) => JSON.stringify(value)),
);

const field = oneOf(
  'event_type',
  'module',
  'severity',
  'summary',
  'payload',
  'event_id',
  'correlation_id',
  'created_at',
  '__proto__',
  'x',
  '',
);

/** An event with some fields replaced, doubled or invented. */
const spoiled = fc.array(fc.tuple(field, odd), { minLength: 1, maxLength: 4 }).map((changes) => {
  const fields = [...Object.entries(EVENT).map(([key, value]) => [key, JSON.stringify(value)]), ...changes];
  return `{${fields.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;
});

const good = fc.record({
  count: fc.integer({ min: 1, max: 20 }),
  summary: fc.string({ unit: anyCharacter, minLength: 1, maxLength: 40 }),
});

const valid = good.map(({ count, summary }) => JSON.stringify({ events: Array(count).fill({ ...EVENT, summary }) }));

const restrictions = fc.oneof(
  oneOf(
    '{"modules":["fuzz"]}',
    '{"severities":["info","error"]}',
    '{"modules":[]}',
    '{"modules":{"length":5}}',
    '{"severities":"info"}',
  ),
  fc.integer({ min: 1, max: 5_000 }).map((count) => JSON.stringify({ severities: Array(count).fill('info') })),
  fc
    .integer({ min: 1, max: 200 })
    .map((count) => JSON.stringify({ modules: Array.from({ length: count }, (_, at) => `m${at}`) })),
  odd.map((value) => `{"modules":${value},"severities":${value}}`),
);

const depth = oneOf('30', '500', '5000', '100000').map(Number);

const heavy = fc.oneof(
  depth.map((count) => '['.repeat(count)),
  depth.map((count) => `{"payload":${'{"a":'.repeat(count)}1${'}'.repeat(count)}}`),
  fc
    .integer({ min: 1, max: 5_000 })
    .map((count) => `{${Array.from({ length: count }, (_, at) => `"f${at}":${at}`).join(',')}}`),
  fc.integer({ min: 1, max: 1_500 }).map((count) => JSON.stringify({ events: Array(count).fill(1) })),
  fc
    .integer({ min: 1, max: 80_000 })
    .map((count) => JSON.stringify({ ...EVENT, payload: { text: 'x'.repeat(count) } })),
  fc.integer({ min: 1, max: 20_000 }).map((count) => `{"summary":${'1'.repeat(count)}}`),
);

const notJson = fc.oneof(
  fc
    .tuple(fc.oneof(valid, spoiled), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([text, share]) => text.slice(0, text.length * share)),
  oneOf(
    '',
    ' ',
    '{',
    '}',
    '{"a":}',
    "{'a':1}",
    'NaN',
    '\u0000',
    '\ufeff{}',
    '{"events":[{}',
    'undefined',
    '[1,]',
    '// x\n{}',
  ),
  oneOf('{"summary":"<xml/>"}', 'a=1&b=2', '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--'),
);

/** What is posted, one character a byte: JSON that is right, wrong, heavy or none. */
export const bodyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: valid.map(bytesOf) },
  { weight: 8, arbitrary: spoiled.map(bytesOf) },
  { weight: 3, arbitrary: restrictions.map(bytesOf) },
  { weight: 6, arbitrary: notJson.map(bytesOf) },
  { weight: 1, arbitrary: heavy.map(bytesOf) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => bytesOf(Buffer.from(bytes))) },
);
