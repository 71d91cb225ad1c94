import { jest } from '@jest/globals';
import { MemoryTerminal } from '../../../test/cli/support/memory-terminal.js';
import { SmokeReport } from './smoke-report.js';

describe('SmokeReport', () => {
  afterEach(() => void jest.useRealTimers());

  it.each([
    [2_000, '0 checks, 0 failed, 2.0 s\n'],
    [61_340, '0 checks, 0 failed, 61.3 s\n'],
  ])('prints after %d ms how long the checks took, to a tenth of a second', async (ms, line) => {
    jest.useFakeTimers({ now: 0, doNotFake: ['nextTick', 'queueMicrotask'] });
    const terminal = new MemoryTerminal();
    const report = new SmokeReport(terminal, false);
    jest.advanceTimersByTime(ms);
    await report.summary();
    expect(terminal.text).toBe(line);
  });
});
