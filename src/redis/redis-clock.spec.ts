// A deadline that is too early refuses tokens that are good; one that is too late lets a token be spent after its caller gave up.
import { RedisClock } from './redis-clock.js';

const timeOf = (ms: number) => [Math.floor(ms / 1_000), (ms % 1_000) * 1_000];

describe('the clock of Redis', () => {
  it('is not set back by a reply that was read late', () => {
    const clock = new RedisClock();
    clock.set(timeOf(1_000_000), performance.now());
    clock.set(timeOf(1_000_000 - 600), performance.now() - 700);
    expect(clock.now()).toBeGreaterThanOrEqual(1_000_000);
  });

  it('is set by a late reply that shows it to be behind, or if there was none before', () => {
    const clock = new RedisClock();
    clock.set(timeOf(1_000_000), performance.now() - 700);
    clock.set(timeOf(2_000_000), performance.now() - 700);
    expect(clock.now()).toBeGreaterThanOrEqual(2_000_000);
  });

  it('follows a clock of Redis that was set back', () => {
    const clock = new RedisClock();
    clock.set(timeOf(2_000_000), performance.now());
    clock.set(timeOf(1_000_000), performance.now());
    expect(clock.now()).toBeLessThan(1_500_000);
  });
});
