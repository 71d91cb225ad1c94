import { perform } from '../examine.js';
import { type Readiness } from './ask-instance.js';
import { type InstancesScene } from './instances-scene.js';
import { lag } from './lag.js';
import { ready } from './ready.js';

const scene = (readiness: Readiness | undefined): InstancesScene => ({
  url: 'http://127.0.0.1',
  direct: [{ id: 'a', version: '1', aheadMs: 0, address: 'http://127.0.0.1:8000', readiness }],
  away: [],
  behind: { instances: [], asked: 1 },
});

it.each([
  ['instances-lag.behind', lag, { tail: { status: 'up', lag_entries: 1_200 } }, 'a is 1200 events behind'],
  ['instances-ready.degraded', ready, { store: { status: 'degraded', message: '90 % used.' } }, 'but: 90 % used.'],
])('%s', async (fault, check, readiness, text) => {
  const { all } = await perform(check, scene(readiness));
  expect(all.map((finding) => `${finding.check}.${finding.fault}`)).toEqual([fault]);
  expect(all[0]!.text).toContain(text);
});

it('without readiness there is nothing to look at', async () => {
  for (const check of [lag, ready]) {
    const { all, skipped } = await perform(check, scene(undefined));
    expect([all, skipped]).toEqual([[], expect.stringContaining('--instance')]);
  }
});
