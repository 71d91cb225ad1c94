import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { SHORT_REQUESTS_SHARE } from '../../src/cli/plan/given.js';
import { RESERVE, UNEVEN } from '../../src/cli/plan/margins.js';
import { DEFAULTS } from '../../src/cli/plan/steps/all-steps.js';
import { connectionsWithin } from '../../src/host/open-files.js';
import { progress } from '../report/progress.js';

/** Open files that a process needs beside its streams. */
export const SPARE_FILES = 200;

export interface Machine {
  cpu: string;
  cores: number;
  memoryGiB: number;
  kernel: string;
  node: string;
  openFiles: number;
}

/** Returns the properties of the machine on which the figures depend. */
export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
    openFiles: openFilesLimit(),
  };
}

/** Returns how many files a process may open: the hard limit, to which node raises its own. */
export function openFilesLimit(): number {
  const limits = readFileSync('/proc/self/limits', 'utf8');
  return Number(/^Max open files\s+\S+\s+(\d+)/m.exec(limits)?.[1] ?? 1024);
}

/** Returns `wanted`, or the number of streams that the limit on open files permits, with a message, if that is lower. */
export function streamsWithinLimits(wanted: number): number {
  const possible = openFilesLimit() - SPARE_FILES;
  if (possible < wanted)
    progress(`only ${possible} streams instead of ${wanted}: raise the limit of open files (ulimit -n)`);
  return Math.min(wanted, possible);
}

/** Returns how many instances `streams` need so that one of them can be restarted, and how many each may have at most; as `vx11 plan` does it. */
export function instancesFor(streams: number): { instances: number; streamsMax: number } {
  const withinFiles = Math.floor(connectionsWithin(openFilesLimit()) * (1 - SHORT_REQUESTS_SHARE));
  const most = Math.min(DEFAULTS.VX11_STREAMS_MAX, withinFiles);
  const needed = Math.max(2, Math.ceil((streams * UNEVEN) / most));
  return { instances: needed + RESERVE, streamsMax: Math.ceil((streams / needed) * UNEVEN) };
}
