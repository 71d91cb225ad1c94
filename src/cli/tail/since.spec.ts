import { type StreamItem } from '#client';
import { notBefore } from './not-before.js';
import { beginningOf, parseSince, type Since } from './since.js';

const NOW = Date.parse('2026-11-22T08:00:00Z');

describe('parseSince', () => {
  it.each([
    ['start', { kind: 'time', ms: 0 }],
    ['90s', { kind: 'time', ms: NOW - 90_000 }],
    ['15m', { kind: 'time', ms: NOW - 900_000 }],
    ['2h', { kind: 'time', ms: NOW - 7_200_000 }],
    ['1d', { kind: 'time', ms: NOW - 86_400_000 }],
    ['2026-11-22T07:00:00Z', { kind: 'time', ms: NOW - 3_600_000 }],
    ['2026-11-22', { kind: 'time', ms: Date.parse('2026-11-22') }],
    ['abc-1795334651340-12', { kind: 'position', position: 'abc-1795334651340-12' }],
  ])('reads %s', (text, expected) => {
    expect(parseSince(text, NOW)).toEqual(expected);
  });

  it.each(['', 'yesterday', '15', '15 m', '-1h', '2026-13-45'])('refuses %j', (text) => {
    expect(() => parseSince(text, NOW)).toThrow('It must be start');
  });

  it('begins at a position, or with the whole log', () => {
    expect(beginningOf(undefined)).toBeUndefined();
    expect(beginningOf({ kind: 'time', ms: 5 })).toBe('start');
    expect(beginningOf({ kind: 'position', position: 'p' })).toBe('p');
  });
});

describe('notBefore', () => {
  const event = (n: number, ms: number) => ({ kind: 'event', position: `a-${ms}-${n}`, event: {} }) as StreamItem;
  const gap = (n: number, ms: number, reason = 'unreadable'): StreamItem => ({
    kind: 'gap',
    position: '',
    reason,
    missedFrom: undefined,
    resumedAt: `a-${ms}-${n}`,
  });

  async function through(since: Since | undefined, ...items: StreamItem[]): Promise<string[]> {
    // eslint-disable-next-line @typescript-eslint/require-await -- stands in for a stream
    const stream = (async function* (): AsyncGenerator<StreamItem, void, undefined> {
      yield* items;
    })();
    const seen: string[] = [];
    for await (const item of notBefore(since, stream)) seen.push(item.kind === 'gap' ? item.reason : item.position);
    return seen;
  }

  it('drops older events, and the gap at the beginning', async () => {
    const items = [gap(0, 100), event(1, 100), event(2, 200), event(3, 150)];
    expect(await through({ kind: 'time', ms: 200 }, ...items)).toEqual(['a-200-2', 'a-150-3']);
    expect(await through({ kind: 'time', ms: 0 }, ...items)).toHaveLength(3);
  });

  it('reports a gap if the log begins later', async () => {
    expect(await through({ kind: 'time', ms: 50 }, gap(41, 100), event(42, 100))).toEqual(['trimmed', 'a-100-42']);
    expect(await through({ kind: 'time', ms: 150 }, gap(41, 100), event(42, 100), event(43, 160))).toEqual([
      'a-160-43',
    ]);
  });

  it('keeps the gaps that come later', async () => {
    expect(await through({ kind: 'time', ms: 0 }, gap(0, 1), event(1, 1), gap(5, 5, 'trimmed'))).toEqual([
      'a-1-1',
      'trimmed',
    ]);
    expect(await through(undefined, gap(0, 1), event(1, 1))).toEqual(['unreadable', 'a-1-1']);
  });
});
