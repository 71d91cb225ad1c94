import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFile } from '../../cluster/repository.js';
import { type Machine } from '../measure/machine.js';
import { type SuiteResult } from '../suites/suite.js';

export interface Run {
  startedAt: string;
  command: string;
  machine: Machine;
  suites: Record<string, SuiteResult>;
}

/** Writes all results so far to `bench/results/<time>.json` and returns its path. Called after each suite, in case the run is interrupted. */
export function writeResults(run: Run): string {
  const directory = repositoryFile('bench/results');
  mkdirSync(directory, { recursive: true });
  const path = join(directory, `${run.startedAt.replace(/[:.]/g, '-')}.json`);
  writeFileSync(path, `${JSON.stringify(run, null, 2)}\n`);
  return path;
}
