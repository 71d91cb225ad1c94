import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { progress } from '../report/progress.js';

/** For everything but streams. */
const SPARE_FILES = 200;

export interface Machine {
  cpu: string;
  cores: number;
  memoryGiB: number;
  kernel: string;
  node: string;
  openFiles: number;
}

/** What figures depend on. */
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

/** How many files a process may open at most: node raises its own limit to the hard one. */
export function openFilesLimit(): number {
  const limits = readFileSync('/proc/self/limits', 'utf8');
  return Number(/^Max open files\s+\S+\s+(\d+)/m.exec(limits)?.[1] ?? 1024);
}

/** `wanted` streams, or as many as one process may have files open for; says so when that is fewer. */
export function streamsWithinLimits(wanted: number): number {
  const possible = openFilesLimit() - SPARE_FILES;
  if (possible < wanted)
    progress(`only ${possible} streams instead of ${wanted}: raise the limit of open files (ulimit -n)`);
  return Math.min(wanted, possible);
}
