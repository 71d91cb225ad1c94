// What is read back from the log is what every stream shows, and filters by.
import fc from 'fast-check';
import { NAME, SEVERITIES } from '../validation/event-rules.js';
import { toEntryText, toLogEntry } from './redis-log-entry.js';

describe('an event in the log', () => {
  it('is read back as it was written, whatever its JSON', () => {
    const name = fc.stringMatching(NAME);
    const event = fc.record({
      type: name,
      module: name,
      severity: fc.constantFrom(...SEVERITIES),
      json: fc.jsonValue().map((value) => JSON.stringify({ summary: ' a b ', value })),
    });
    const property = fc.property(event, fc.nat(), fc.nat(), (given, ms, n) => {
      const read = toLogEntry('epoch', [`${ms}-${n}`, ['e', toEntryText(given)]]);
      expect(read).toEqual({ ...given, position: { epoch: 'epoch', ms, n } });
    });
    fc.assert(property);
  });
});
