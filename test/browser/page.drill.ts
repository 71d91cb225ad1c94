// An operator leaves the page open for days. An hour at 50 events a second, published as fast as the page takes them, must leave it as it
// was: no more memory, no more elements, and quick to the hand.
import { type CDPSession } from 'playwright-core';
import { event } from '../support/api.js';
import { type OpenPage } from './support/open-page.js';
import { PageSuite } from './support/page-suite.js';

/** An hour at 50 events a second. */
const HOUR = 180_000;
const BATCH = 500;
const MIB = 1_048_576;

const severities = ['info', 'info', 'info', 'warn', 'error', 'critical'];
const numbered = (n: number) =>
  event({
    summary: `Number ${n}. of an hour`,
    severity: severities[n % severities.length],
    module: `module-${n % 12}`,
    payload: { port: n % 48, host: { name: `core-${n % 7}`, load: [n % 3, n % 5] } },
  });

describe('the page under load', () => {
  const suite = new PageSuite({ VX11_LOG_MAX_ENTRIES: '20000' });

  /** Publishes events `from` to `to`, and waits until the page shows the last. */
  async function publish(opened: OpenPage, from: number, to: number): Promise<void> {
    for (let n = from; n < to; n += BATCH) {
      await suite.api.publish(...Array.from({ length: BATCH }, (_, index) => numbered(n + index)));
      // The page keeps up: what it has not shown yet is one batch at most.
      await opened.row(`Number ${n + BATCH - 1}. `).waitFor({ timeout: 30_000 });
    }
  }

  async function memory(cdp: CDPSession): Promise<{ heap: number; nodes: number; listeners: number }> {
    await cdp.send('HeapProfiler.collectGarbage');
    const { usedSize } = await cdp.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters');
    return { heap: usedSize / MIB, nodes, listeners: jsEventListeners };
  }

  it('needs no more memory after an hour than after a quarter of it', async () => {
    const opened = await suite.signedIn();
    const cdp = await opened.page.context().newCDPSession(opened.page);
    await publish(opened, 0, HOUR / 4);
    const early = await memory(cdp);
    await publish(opened, HOUR / 4, HOUR);
    const late = await memory(cdp);
    console.info('memory (MiB), nodes, listeners after 15 min and after 60 min:', early, late);
    expect(late.heap).toBeLessThan(early.heap * 1.1);
    expect(late.nodes).toBeLessThan(4_000);
    expect(late.listeners).toBeLessThan(early.listeners * 1.1);
  }, 600_000);

  it('is quick to the hand with 10,000 events while more arrive', async () => {
    const opened = await suite.signedIn();
    const { page } = opened;
    await publish(opened, 0, 10_000);
    await page.evaluate(() => {
      const seen = { frames: [] as number[], long: [] as number[] };
      new PerformanceObserver((list) => seen.long.push(...list.getEntries().map(({ duration }) => duration))).observe({
        type: 'longtask',
      });
      let last = performance.now();
      const frame = (now: number) => {
        seen.frames.push(now - last);
        last = now;
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
      Object.assign(window, { seen });
    });
    for (let n = 0; n < 10; n++) {
      await suite.api.publish(...Array.from({ length: 50 }, (_, index) => numbered(20_000 + n * 50 + index)));
      await page.getByLabel('Words in the events').fill(n % 2 === 0 ? 'core-3' : '');
      await page.locator('.event-scroller').evaluate((list, top) => (list.scrollTop = top), (n % 5) * 40_000);
      await page.waitForTimeout(400);
    }
    const { frames, long } = await page.evaluate(
      () => (window as unknown as { seen: { frames: number[]; long: number[] } }).seen,
    );
    frames.sort((a, b) => a - b);
    const p95 = frames[Math.floor(frames.length * 0.95)]!;
    const elements = await page.evaluate(() => document.querySelectorAll('*').length);
    console.info('frames, p95 (ms), long tasks (ms), elements:', frames.length, p95, long.map(Math.round), elements);
    expect(p95).toBeLessThan(50);
    expect(elements).toBeLessThan(4_000);
  }, 120_000);
});
