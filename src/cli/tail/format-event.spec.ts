import { formatEvent } from './format-event.js';

const event = {
  event_id: 'e',
  event_type: 'disk.full',
  module: 'switch',
  severity: 'error',
  summary: 'no\u001b[31m room',
  created_at: '2026-11-22T08:00:00.000Z',
} as const;

describe('formatEvent', () => {
  it('formats an event as one line, without the control characters of a publisher', () => {
    expect(formatEvent(event, false)).toBe('2026-11-22T08:00:00.000Z error    switch disk.full no\\u001b[31m room');
  });

  it('colours it if asked to', () => {
    expect(formatEvent(event, true)).toContain('\u001b[31merror   \u001b[0m');
  });
});
