// A server that stands in for the service may answer anything with 200: the page must not take it for events.
import { isOf } from './answer-shape.js';

it.each([
  [{ events: [] }, true],
  [{ events: [{ event_id: 'e1' }], more: 1 }, true],
  [{ status: 'ok' }, false],
  [{ events: 'none' }, false],
  [{ events: [null] }, false],
  [[], false],
  [null, false],
  [undefined, false],
  ['events', false],
])('%j is an answer with a list of events: %j', (body, expected) => {
  expect(isOf({ list: 'events' }, body)).toBe(expected);
});

it.each([
  [{ live_streams: null }, true],
  [{ status: 'ok' }, false],
])('%j is an answer with that field: %j', (body, expected) => {
  expect(isOf({ field: 'live_streams' }, body)).toBe(expected);
});
