// What the page says of what came must be true for who looks and for who listens: a gap is no event, and is never kept quiet.
import { type Entry } from './entry.js';
import { announcementOf, newsOf } from './news.js';

it.each([
  [0, 0, '0 new events'],
  [1, 0, '1 new event'],
  [20_000, 0, '20,000 new events'],
  [2, 1, '2 new events, events may be missing'],
  [0, 1, 'events may be missing'],
])('says of %d events and %d gaps: %s', (events, gaps, said) => {
  expect(newsOf(events, gaps)).toBe(said);
});

it('announces how many are bad, and counts no gap', () => {
  const entries = ['critical', 'error', 'critical', 'info'].map((severity) => ({ kind: 'event', event: { severity } }));
  const gap = { kind: 'gap' };
  expect(announcementOf([...entries, gap] as Entry[])).toBe('4 new events, events may be missing, 2 critical, 1 error');
  expect(announcementOf([gap] as Entry[])).toBe('events may be missing');
});
