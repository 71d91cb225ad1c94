// Pages of streams are in the order of ids, and an operator ends a stream by its id: an id must mean one stream only.
import { newStreamId } from './stream-id.js';

describe('the ids of streams', () => {
  it('are never the same and grow as texts, however fast they are made', () => {
    const ids = Array.from({ length: 20_000 }, newStreamId);
    expect([...new Set(ids)].sort()).toEqual(ids);
    for (const id of ids) expect(id).toMatch(/^[0-9a-z]{11}-[0-9a-f]{8}$/);
  });
});
