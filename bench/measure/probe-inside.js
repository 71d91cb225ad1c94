// Loaded with `node --import` into every contender that runs on node. On SIGUSR2 it collects garbage and writes
// `$BENCH_PROBE_FILE`: { collected: the number of such collections, heapBytes, and for the time since the last report
// longestHoldMs, the longest block of the event loop, and longestPauseMs, the longest garbage collection }.
import { renameSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';
import process from 'node:process';
import { setTimeout } from 'node:timers';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const RESOLUTION_MS = 2;
/** How long to wait after a collection, ms, so that the next figures do not contain it. */
const SETTLE_MS = 20;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
let collected = 0;
let longestPauseMs = 0;
const notePauses = (entries) =>
  entries.forEach(({ duration }) => (longestPauseMs = Math.max(longestPauseMs, duration)));
const pauses = new PerformanceObserver((list) => notePauses(list.getEntries()));

if (process.env.BENCH_PROBE_LOOP === '1') {
  delay.enable();
  pauses.observe({ entryTypes: ['gc'] });
}

process.on('SIGUSR2', () => {
  notePauses(pauses.takeRecords());
  const loop = { longestHoldMs: Math.max(0, delay.max / 1e6 - RESOLUTION_MS), longestPauseMs };
  collect();
  collect();
  const report = { collected: ++collected, heapBytes: process.memoryUsage().heapUsed, ...loop };
  setTimeout(() => {
    delay.reset();
    pauses.takeRecords();
    longestPauseMs = 0;
    writeFileSync(`${process.env.BENCH_PROBE_FILE}.new`, JSON.stringify(report));
    renameSync(`${process.env.BENCH_PROBE_FILE}.new`, process.env.BENCH_PROBE_FILE);
  }, SETTLE_MS);
});
