// Whoever plans changes one number and looks at what follows: more load must never seem to need less.
import fc from 'fast-check';
import { type Load } from './load.js';
import { makePlan, type Plan } from './make-plan.js';

const loads = fc.record<Load>({
  streams: fc.integer({ min: 1, max: 2_000_000 }),
  eventsPerSecond: fc.double({ min: 0, max: 20_000, noNaN: true }),
  eventBytes: fc.integer({ min: 1, max: 1_000 }),
  batch: fc.integer({ min: 1, max: 1_000 }),
  history: fc.integer({ min: 0, max: 3_600 }),
  network: fc.constantFrom(1e9, 10e9, 25e9),
  instancesMax: fc.constant(undefined),
  cores: fc.constant(undefined),
});
const factor = fc.double({ min: 1, max: 10, noNaN: true });

/** What must not shrink when there is more to do. */
function needs({ steps: { instances, cpu, connections, network, redis, deliveries } }: Plan) {
  return {
    instances: instances.run.value,
    writing: cpu.writing.value,
    nginx: cpu.nginx.value,
    workers: connections.workers.value,
    network: network.payload.value,
    cards: network.cards.value,
    maxmemory: redis.maxmemory.value,
    log: redis.log.value,
    deliveries: deliveries.deliveries.value,
  };
}

type Need = keyof ReturnType<typeof needs>;

/** Asserts that the plan of `more` needs at least what that of `less` needs, in each of `what`. */
function expectAtLeast(less: Load, more: Load, what?: readonly Need[]): void {
  const [before, after] = [needs(makePlan(less)), needs(makePlan(more))];
  const names = what ?? (Object.keys(before) as Need[]);
  // Sums of floating-point numbers may differ in their last digit.
  expect(names.filter((name) => after[name] < before[name] * (1 - 1e-9))).toEqual([]);
}

function holds(check: (load: Load, by: number) => void): void {
  fc.assert(fc.property(loads, factor, check), { numRuns: 100 });
}

describe('a plan', () => {
  it('needs no less of anything for more streams', () => {
    holds((load, by) => expectAtLeast(load, { ...load, streams: Math.ceil(load.streams * by) }));
  });

  it('needs no less CPU, network or memory for more events', () => {
    const all: Need[] = ['instances', 'writing', 'nginx', 'workers', 'network', 'cards', 'maxmemory', 'log'];
    const often = (load: Load) => ({ ...load, eventsPerSecond: load.eventsPerSecond + 1 });
    holds((load, by) => {
      const more = { ...often(load), eventsPerSecond: often(load).eventsPerSecond * by };
      expectAtLeast(often(load), more, all);
    });
  });

  it('needs no less network and memory for larger events', () => {
    holds((load, by) =>
      expectAtLeast(load, { ...load, eventBytes: Math.ceil(load.eventBytes * by) }, ['network', 'cards', 'log']),
    );
  });

  it('needs no more CPU for larger batches', () => {
    holds((load, by) => {
      const larger = { ...load, batch: Math.min(1_000, Math.ceil(load.batch * by)) };
      expectAtLeast(larger, load, ['instances', 'writing', 'nginx', 'workers']);
    });
  });

  it('leaves room: with one instance away, the others may have all streams', () => {
    holds((load) => {
      const { needed, run, streamsMax } = makePlan(load).steps.instances;
      expect(run.value).toBe(needed.value + 1);
      expect(needed.value * streamsMax.value).toBeGreaterThanOrEqual(load.streams);
      expect(streamsMax.value).toBeLessThanOrEqual(20_000);
    });
  });

  it('gives every result as a number', () => {
    holds((load) => {
      const all = Object.values(makePlan(load).steps).flatMap((step) => Object.values(step));
      expect(all.filter(({ value }) => !Number.isFinite(value) || value < 0)).toEqual([]);
    });
  });
});
