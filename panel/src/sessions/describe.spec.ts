// An administrator judges by these words who is connected and how well: what is not known must not look as if all were well.
import { behindOf, countOf, emptyPageOf } from './describe.js';
import { type ListedStream, type StreamsPage } from './streams-api.js';

it.each([
  [0, 0, 'no'],
  [1, 0, '1 event'],
  [7, null, '7 events'],
  [0, 1_500, '2 KiB'],
  [null, null, 'unknown'],
  [null, 0, 'unknown'],
  [0, null, 'unknown'],
])('a stream with a lag of %j and %j waiting bytes is behind: %s', (lag, bytes, expected) => {
  expect(behindOf({ lag, waiting_bytes: bytes })).toBe(expected);
});

const page = (count: number, next: string | null, unlisted: number): StreamsPage => ({
  streams: Array.from({ length: count }, () => ({}) as ListedStream),
  next,
  unlisted,
});

it.each([
  [page(3, null, 0), true, '3'],
  [page(3, 'b', 0), true, '3 on this page'],
  [page(3, null, 0), false, '3 on this page'],
  [page(3, null, 2), true, '3, 2 more not listed'],
])('%j, the first: %j, is counted as %s', (one, first, expected) => {
  expect(countOf(one, first)).toBe(expected);
});

it.each([
  [null, 0, true, 'Nobody is connected.'],
  [null, 0, false, 'Nobody is on this page.'],
  ['b', 0, true, 'Nobody is on this page.'],
  [null, 2, true, 'Those who are connected are not listed.'],
])(
  'a page without a stream, the next one %j, %d not listed, the first: %j, says: %s',
  (next, unlisted, first, said) => {
    expect(emptyPageOf(page(0, next, unlisted), first)).toBe(said);
  },
);
