// The table prints names that identity providers and clients choose. Control characters in them must not reach the terminal.
import { StreamTable } from './stream-table.js';

const stream = {
  id: '0mgtl3x9k2a-1f00c3de',
  principal: 'gateway',
  since: '2026-11-22T08:00:00.000Z',
  address: '192.0.2.7',
  instance: 'a',
  resumes: 0,
  filters: {},
  filter_names_left_out: 0,
  last_event_id: null,
  lag: 3,
  waiting_bytes: null,
};

describe('the table of streams', () => {
  it('has its titles once, a line for each stream, and a dash for an unknown value', () => {
    const table = new StreamTable();
    expect(table.lines([stream])).toEqual([
      'ID                    PRINCIPAL  ADDRESS    INSTANCE  SINCE                     LAG  WAITING  RESUMES  FILTERS',
      '0mgtl3x9k2a-1f00c3de  gateway    192.0.2.7  a         2026-11-22T08:00:00.000Z  3    -        0        -',
    ]);
    expect(table.lines([{ ...stream, principal: 'night-watch' }])).toEqual([
      '0mgtl3x9k2a-1f00c3de  night-watch  192.0.2.7  a         2026-11-22T08:00:00.000Z  3    -        0        -',
    ]);
  });

  it('has its titles even if no stream is open', () => {
    expect(new StreamTable().lines([])).toEqual([expect.stringMatching(/^ID +PRINCIPAL/)]);
  });

  it('names filters, and how many are left out', () => {
    const filters = { module: ['a', 'b'], severity: ['error'] };
    const [, line] = new StreamTable().lines([{ ...stream, filters, filter_names_left_out: 7 }]);
    expect(line).toMatch(/ module=a,b severity=error and 7 more names$/);
  });

  it('shows control characters and direction marks as text, and long names whole', () => {
    const principal = `jwt:\u001b[2J\u202e${'x'.repeat(100)}`;
    const [, line] = new StreamTable().lines([{ ...stream, principal, address: { not: 'a\u009btext' } }]);
    expect(line).toContain(`jwt:\\u001b[2J\\u202e${'x'.repeat(100)}`);
    expect(line).toContain('{"not":"a\\u009btext"}');
  });
});
