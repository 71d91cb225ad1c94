import { eventually } from '../../../cluster/eventually.js';
import { Batcher } from './batcher.js';
import { type PreparedEvent } from './prepared-event.js';

const event = (id: number, json = `{"n":${id}}`): PreparedEvent => ({ place: String(id), eventId: String(id), json });

function collecting() {
  const sizes: number[] = [];
  const places: string[] = [];
  const batcher = new Batcher((events) => {
    sizes.push(events.length);
    places.push(...events.map(({ place }) => place));
    return Promise.resolve();
  });
  return { batcher, sizes, places };
}

describe('Batcher', () => {
  it('bounds a batch by number', async () => {
    const { batcher, sizes, places } = collecting();
    for (let i = 0; i < 1_200; i++) await batcher.add(event(i));
    await batcher.close();
    expect(sizes).toEqual([500, 500, 200]);
    expect(places).toEqual(Array.from({ length: 1_200 }, (_, i) => String(i)));
  });

  it('bounds a batch by bytes, but sends a larger event alone', async () => {
    const { batcher, sizes } = collecting();
    for (const kib of [200, 200, 200, 600, 1]) await batcher.add(event(Math.random(), 'x'.repeat(kib * 1024)));
    await batcher.close();
    expect(sizes).toEqual([2, 1, 1, 1]);
  });

  it('bounds a batch by age, so that the lines of a slow log are sent', async () => {
    const { batcher, sizes } = collecting();
    await batcher.add(event(1));
    await batcher.add(event(2));
    await eventually(() => sizes.length === 1 || undefined, { what: 'the first batch' });
    await batcher.add(event(3));
    await eventually(() => sizes.length === 2 || undefined, { what: 'the second batch' });
    expect(sizes).toEqual([2, 1]);
  });

  it('never sends an id twice in one call', async () => {
    const { batcher, sizes } = collecting();
    for (const id of [1, 2, 1, 3]) await batcher.add(event(id));
    await batcher.close();
    expect(sizes).toEqual([2, 2]);
  });

  it('sends one batch at a time, and then adds no more than the next one', async () => {
    let underWay = 0;
    let most = 0;
    const releases: (() => void)[] = [];
    const batcher = new Batcher(async () => {
      most = Math.max(most, (underWay += 1));
      await new Promise<void>((resolve) => releases.push(resolve));
      underWay -= 1;
    });
    let added = 0;
    const adding = (async () => {
      for (; added < 2_000; added++) await batcher.add(event(added));
    })();
    // One batch is being sent and the next is full, so `add` waits.
    await eventually(() => added === 1_000 || undefined, { what: 'two batches' });
    await new Promise((resolve) => setImmediate(resolve));
    expect([added, releases.length]).toEqual([1_000, 1]);
    const releasing = setInterval(() => releases.shift()?.(), 1);
    await adding;
    await batcher.close();
    clearInterval(releasing);
    expect(most).toBe(1);
  });

  it('sends nothing after a failure, and tells it even if no event is added', async () => {
    let calls = 0;
    const batcher = new Batcher(() => {
      calls += 1;
      return Promise.reject(new Error('refused'));
    });
    await batcher.add(event(1));
    await new Promise((resolve) => batcher.failed.addEventListener('abort', resolve));
    await expect(batcher.add(event(2))).rejects.toThrow('refused');
    await expect(batcher.close()).rejects.toThrow('refused');
    expect(calls).toBe(1);
  });
});
