// Loaded with `node --import` into every contender that runs on node. On SIGUSR2 it collects garbage and writes
// `$BENCH_PROBE_FILE`: { collected: how often, heapBytes, longestHoldMs: of the event loop since the last time }.
import { renameSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';
import { setTimeout } from 'node:timers';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const RESOLUTION_MS = 2;
/** After this the collection itself is no longer in the next figure. */
const SETTLE_MS = 20;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
let collected = 0;

if (process.env.BENCH_PROBE_LOOP === '1') delay.enable();

process.on('SIGUSR2', () => {
  const longestHoldMs = Math.max(0, delay.max / 1e6 - RESOLUTION_MS);
  collect();
  collect();
  const report = { collected: ++collected, heapBytes: process.memoryUsage().heapUsed, longestHoldMs };
  setTimeout(() => {
    delay.reset();
    writeFileSync(`${process.env.BENCH_PROBE_FILE}.new`, JSON.stringify(report));
    renameSync(`${process.env.BENCH_PROBE_FILE}.new`, process.env.BENCH_PROBE_FILE);
  }, SETTLE_MS);
});
