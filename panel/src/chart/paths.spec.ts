// One critical event among thousands must be seen in the chart.
import { pathsOf } from './paths.js';

it('draws a bar for each severity that happened, on those of the worse ones', () => {
  const paths = pathsOf([{ critical: 1, error: 0, warn: 0, info: 3 }], 4);
  expect(paths).toEqual({ critical: 'M0 18h.8v6h-.8z', error: '', warn: '', info: 'M0 0h.8v18h-.8z' });
});

it('makes the smallest bar high enough to be seen, and none higher than the chart', () => {
  const { critical, info } = pathsOf([{ critical: 1, error: 0, warn: 0, info: 5_000 }], 5_001);
  expect(critical).toBe('M0 22.5h.8v1.5h-.8z');
  expect(info).toBe('M0 0h.8v22.5h-.8z');
});
