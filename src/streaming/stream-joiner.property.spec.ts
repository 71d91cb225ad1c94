// Streams join at any time and from any position, while events are published and delays vary. In every order, each stream must get
// every event after its id that its filter passes, exactly once, or a gap.
import fc from 'fast-check';
import { eventually } from '../../cluster/eventually.js';
import { keeping, newEvent, range } from '../../test/contract/support/events.js';
import { laggingListener, laggingLog, randomOf, yields } from '../../test/contract/support/lagging.js';
import { LiveStreams, type Opened } from '../../test/contract/support/live-streams.js';
import { type StreamReader } from '../../test/contract/support/stream-reader.js';
import { MemoryEventLog } from '../event-log/event-log.memory.js';
import { formatPosition, type Position } from '../event-log/position.js';
import { StreamFilter } from './stream-filter.js';

type Step =
  | { readonly do: 'publish'; readonly count: number }
  | { readonly do: 'resume'; readonly back: number; readonly filter: StreamFilter }
  | { readonly do: 'snapshot'; readonly size: number; readonly filter: StreamFilter }
  | { readonly do: 'leave' }
  | { readonly do: 'wait' };

interface Joined {
  readonly step: Extract<Step, { readonly filter: StreamFilter }>;
  /** Number of the event its client had last. */
  readonly from: number;
  readonly opened: Opened;
}

const MODULES = ['a', 'b', 'c'];
/** The last event of all: every filter passes it. */
const END = 'end';
const moduleOf = (n: number) => MODULES[n % MODULES.length]!;

const OPEN = new StreamFilter();
const narrow = fc.subarray(MODULES).map((modules) => new StreamFilter({ modules: [...modules, END] }));
const publish = fc.record({ do: fc.constant('publish' as const), count: fc.integer({ min: 1, max: 40 }) });
const idle = fc.constantFrom<Step[]>({ do: 'leave' }, { do: 'wait' }, { do: 'wait' });

function steps(filter: fc.Arbitrary<StreamFilter>): fc.Arbitrary<Step[]> {
  const back = fc.oneof(fc.nat(5), fc.nat(600));
  const resume = fc.record({ do: fc.constant('resume' as const), back, filter });
  const snapshot = fc.record({ do: fc.constant('snapshot' as const), size: fc.nat(10), filter });
  return fc.array(fc.oneof(publish, publish, resume, resume, snapshot, idle), { minLength: 10, maxLength: 40 });
}

describe('streams that join while events are published', () => {
  it('get everything once', async () => {
    const filter = fc.oneof(fc.constant(OPEN), narrow);
    const program = fc.record({ steps: steps(filter), seed: fc.integer(), recentBytes: fc.nat(20_000) });
    const property = fc.asyncProperty(program, async ({ steps, seed, recentBytes }) => {
      const run = new Run(10_000, seed, recentBytes);
      await run.take(steps, (joined, last) => expect(joined.opened.reader.labels).toEqual(everythingFor(joined, last)));
    });
    await fc.assert(property, { numRuns: 40, endOnFailure: true });
  });

  it('get a gap for all they missed, when the log is trimmed faster than they read', async () => {
    const program = fc.record({
      steps: steps(fc.constant(OPEN)),
      seed: fc.integer(),
      recentBytes: fc.nat(3_000),
      keeps: fc.integer({ min: 1, max: 120 }),
    });
    const property = fc.asyncProperty(program, async ({ steps, seed, recentBytes, keeps }) => {
      const run = new Run(keeps, seed, recentBytes);
      await run.take(steps, (joined, last) => expect(untoldHoles(joined, last)).toEqual([]));
    });
    await fc.assert(property, { numRuns: 40, endOnFailure: true });
  });
});

class Run {
  private readonly random: () => number;
  private readonly joined: Joined[] = [];
  private readonly positions: Position[] = [];
  private streams!: LiveStreams;

  constructor(
    private readonly keeps: number,
    seed: number,
    private readonly recentBytes: number,
  ) {
    this.random = randomOf(seed);
  }

  /** Takes the steps one after the other without waiting for what they begin; then looks at every stream. */
  async take(steps: readonly Step[], look: (joined: Joined, last: number) => void): Promise<void> {
    const log = new MemoryEventLog(keeping(this.keeps), 'epoch');
    this.positions.push((await log.read('start', 1)).head);
    this.streams = await LiveStreams.start({
      log,
      readFrom: laggingLog(log, this.random),
      hearing: (hub) => laggingListener(hub, this.random),
      recentBytes: this.recentBytes,
    });
    try {
      await eventually(() => this.streams.hub.position, { what: 'the hub to have begun', everyMs: 1 });
      for (const step of steps) {
        await this.one(step);
        await yields(this.random, 3);
      }
      const [end] = await log.append([newEvent(this.positions.length, { module: END })]);
      await Promise.all(this.joined.map(({ opened }) => opened.reader.label(end!.n)));
      for (const joined of this.joined) look(joined, end!.n);
      expect(this.streams.registry.size).toBe(this.joined.length);
    } finally {
      await this.streams.stop();
    }
  }

  private async one(step: Step): Promise<void> {
    if (step.do === 'publish') {
      const first = this.positions.length;
      const events = range(first, first + step.count - 1).map((n) => newEvent(n, { module: moduleOf(n) }));
      this.positions.push(...(await this.streams.log.append(events)));
    } else if (step.do === 'leave') {
      const [left] = this.joined.splice(Math.floor(this.random() * this.joined.length), 1);
      left?.opened.reader.close();
      const expected = this.joined.length;
      await eventually(() => this.streams.registry.size === expected || undefined, {
        what: 'it to be forgotten',
        everyMs: 1,
      });
    } else if (step.do !== 'wait') {
      const from = step.do === 'resume' ? Math.max(0, this.positions.length - 1 - step.back) : 0;
      const wish = step.do === 'resume' ? { lastId: formatPosition(this.positions[from]!) } : { snapshot: step.size };
      this.joined.push({ step, from, opened: await this.streams.open({ ...wish, filter: step.filter }) });
    }
  }
}

/** What a stream must have been given: `last` is the number of the event that ended the run. */
function everythingFor({ step, from, opened }: Joined, last: number): number[] {
  const moduleIn = (n: number) => (n === last ? END : moduleOf(n));
  const passing = range(1, last).filter((n) => step.filter.matches({ type: '', module: moduleIn(n), severity: '' }));
  if (step.do === 'resume') return passing.filter((n) => n > from);
  const cut = opened.reader.numbers[0]!;
  const shown = passing.filter((n) => n <= cut);
  const newest = step.size === 0 ? [] : shown.slice(-step.size);
  return [...newest, ...passing.filter((n) => n > cut)];
}

/** Frames that do not follow the one before, where no gap was told between. */
function untoldHoles({ step, from, opened }: Joined, last: number): string[] {
  const faults: string[] = [];
  let reached = step.do === 'resume' ? from : opened.reader.numbers[0]!;
  for (const { event, number } of numbered(opened.reader)) {
    if (event === 'gap' && number < reached) faults.push(`a gap goes back from ${reached} to ${number}`);
    if (event === 'message' && number !== reached + 1) faults.push(`${number} does not follow ${reached}`);
    reached = number;
  }
  return reached === last ? faults : [...faults, `it ends at ${reached}, not at ${last}`];
}

function numbered(reader: StreamReader): { event: string; number: number }[] {
  return reader.frames.map(({ event }, index) => ({ event, number: reader.numbers[index]! }));
}
