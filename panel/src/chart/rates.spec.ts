// The chart must show when something happened: a second without events is a gap in it, not left out.
import { Rates, SECONDS, totalOf } from './rates.js';

const T0 = 1_795_334_651_000;

it('counts events by the second in which they arrived, and by severity', () => {
  const rates = new Rates();
  rates.add('critical', T0);
  rates.add('info', T0 + 999);
  rates.add('info', T0 + 3_000);
  const counts = rates.at(T0 + 4_500);
  expect(counts).toHaveLength(SECONDS);
  expect(counts.slice(-5).map(totalOf)).toEqual([0, 2, 0, 0, 1]);
  expect(counts.at(-4)).toEqual({ critical: 1, error: 0, warn: 0, info: 1 });
});

it('counts events that it learns of later when they happened, as far as the chart reaches', () => {
  const rates = new Rates();
  rates.add('warn', T0, T0 - 3_000);
  rates.add('warn', T0, T0 - 1_000_000);
  rates.add('warn', T0, T0 + 60_000);
  const counts = rates.at(T0 + 1_000);
  expect(counts.slice(-4).map(totalOf)).toEqual([1, 0, 0, 1]);
  expect(counts.reduce((sum, one) => sum + totalOf(one), 0)).toBe(2);
});

it('forgets what is older than the chart', () => {
  const rates = new Rates();
  rates.add('error', T0);
  expect(rates.at(T0 + 86_400_000).every((counts) => totalOf(counts) === 0)).toBe(true);
});
