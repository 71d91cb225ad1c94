// All streams share one Buffer: a slice that is off by a byte breaks every frame after it, in every stream.
import fc from 'fast-check';
import { type LogEntry } from '../event-log/event-log.interface.js';
import { RenderedBatch } from './rendered-batch.js';
import { eventFrame } from './sse-frame.js';
import { StreamFilter } from './stream-filter.js';
import { anyCharacter } from '../../test/support/any-character.js';

const entries = fc
  .array(
    fc.record({
      module: fc.constantFrom('a', 'b', 'c'),
      json: fc.string({ unit: anyCharacter }).map((text) => JSON.stringify(text)),
    }),
    {
      minLength: 1,
      maxLength: 30,
    },
  )
  .map((given) =>
    given.map(({ module, json }, index): LogEntry => {
      return { position: { epoch: 'e', ms: 1, n: index + 1 }, type: 't', module, severity: 'info', json };
    }),
  );
const filter = fc.oneof(
  fc.constant(new StreamFilter()),
  fc.subarray(['a', 'b', 'c']).map((modules) => new StreamFilter({ modules })),
);

describe('a rendered batch', () => {
  it('gives each stream the whole frames of the entries that pass, from any entry on', () => {
    const property = fc.property(entries, filter, fc.nat(35), (given, passing, from) => {
      const rendering = new RenderedBatch(given).render(passing, from);
      const expected = given.slice(from).filter((entry) => passing.matches(entry));
      expect(rendering?.bytes.toString() ?? '').toBe(expected.map(eventFrame).join(''));
      expect(rendering?.events ?? 0).toBe(expected.length);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('gives entries back to the byte', () => {
    const property = fc.property(entries, (given) => {
      const batch = new RenderedBatch(given);
      expect(given.map((_, index) => batch.entry(index))).toEqual(given);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('is not copied for a filter that passes all of it, or one run of it', () => {
    const given = ['a', 'a', 'b'].map((module, index): LogEntry => {
      return { position: { epoch: 'e', ms: 1, n: index + 1 }, type: 't', module, severity: 'info', json: '{}' };
    });
    const batch = new RenderedBatch(given);
    for (const lists of [{}, { modules: ['a'] }, { modules: ['b'] }]) {
      expect(batch.render(new StreamFilter(lists))!.bytes.buffer).toBe(batch.bytes.buffer);
    }
    expect(batch.last).toEqual(given[2]!.position);
  });
});
