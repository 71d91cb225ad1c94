// Every stream shows and filters events as this code reads them from the log.
import fc from 'fast-check';
import { NAME, SEVERITIES } from '../validation/event-rules.js';
import { textOf, toEntryText, toLogEntry } from './redis-log-entry.js';

describe('an event in the log', () => {
  it('is read back as it was written, whatever its JSON', () => {
    const name = fc.stringMatching(NAME);
    const event = fc.record({
      type: name,
      module: name,
      severity: fc.constantFrom(...SEVERITIES),
      json: fc.jsonValue().map((value) => JSON.stringify({ summary: ' a b ', value })),
    });
    const property = fc.property(event, fc.nat(), fc.integer({ min: 1 }), (given, ms, n) => {
      const { type, module, severity, json } = given;
      for (const fields of [
        ['e', toEntryText(given)],
        ['t', type, 'm', module, 's', severity, 'j', json],
      ]) {
        const read = toLogEntry('epoch', `${ms}-${n}`, textOf(fields));
        expect(read).toEqual({ ...given, position: { epoch: 'epoch', ms, n } });
      }
    });
    fc.assert(property);
  });

  it.each([
    ['an id that Redis made', '1795334651340-0', ['e', 'a b info {}']],
    ['an id too large for a number', '1795334651340-18446744073709551615', ['e', 'a b info {}']],
    ['another field', '1-1', ['x', 'a b info {}']],
    ['two texts', '1-1', ['e', 'a b info {}', 'e', 'a b info {}']],
    ['no severity', '1-1', ['e', 'a b {}']],
    ['a severity that is none', '1-1', ['e', 'a b loud {}']],
    ['a module with a line break', '1-1', ['e', 'a b\n info {}']],
    ['a line break in its JSON', '1-1', ['e', 'a b info {}\n\ndata: {}']],
    ['a carriage return in its JSON', '1-1', ['e', 'a b info {\r}']],
    ['no JSON', '1-1', ['e', 'a b info {"a":']],
    ['JSON that is no object', '1-1', ['e', 'a b info 7']],
    ['nothing', '1-1', []],
  ])('with %s is not read', (_, id, fields) => {
    expect(toLogEntry('epoch', id, textOf(fields))).toBeUndefined();
  });
});
