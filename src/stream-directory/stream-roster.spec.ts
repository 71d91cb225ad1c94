// The records and counts in Redis must come to match the open streams, in whatever order streams open and close and replies arrive.
import fc from 'fast-check';
import { Streams } from '../../test/contract/stream-directory.contract.js';
import { StreamRoster } from './stream-roster.js';

describe('the roster', () => {
  it('brings the store to what is open, whatever happens while a part of it is on its sent', () => {
    const step = fc.constantFrom('open', 'close', 'take', 'written', 'refused', 'unsent', 'lost');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.infiniteStream(fc.nat(1_000)), (steps, numbers) => {
        const streams = new Streams();
        const roster = new StreamRoster(streams);
        let [records, counts] = [new Set<string>(), new Map<string, number>()];
        let sent: ReturnType<StreamRoster['take']> | undefined;
        const draw = () => numbers.next().value as number;
        const arrive = (withRecords: boolean) => {
          if (!sent) return;
          if (withRecords) for (const record of sent.records) records.add(record.split(' ')[0]!);
          for (const id of sent.ended) records.delete(id);
          for (const [principal, count] of sent.counts) counts.set(principal, count);
          roster.written(sent, withRecords);
          sent = undefined;
        };
        const act = {
          open: () => void streams.open(`p${draw() % 3}`),
          close: () => {
            const all = [...streams.streams];
            if (all.length > 0) streams.close(all[draw() % all.length]!);
          },
          take: () => (sent ??= roster.take(draw())),
          written: () => arrive(true),
          refused: () => arrive(false),
          unsent: () => (sent = undefined),
          lost: () => {
            sent = undefined;
            [records, counts] = [new Set(), new Map()];
            roster.restart();
          },
        };
        for (const one of steps) act[one]();
        arrive(true);
        while (roster.hasMore(Infinity)) {
          sent = roster.take(Infinity);
          arrive(true);
        }
        expect([...records].sort()).toEqual([...streams.streams].map(({ id }) => id));
        for (const principal of ['p0', 'p1', 'p2']) {
          const open = [...streams.streams].filter((stream) => stream.principal === principal).length;
          expect(counts.get(principal) ?? 0).toBe(open);
        }
        expect(roster.unlisted).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});
