import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { repositoryFile } from '../../cluster/repository.js';
import { type Check } from '../report/check.js';
import { type RowKind } from '../report/table.js';

/** Where published results are, relative to the repository. */
export const PUBLISHED = 'bench/published';

export interface PublishedColumn {
  title: string;
  /** The digits after the decimal point. */
  digits: number;
}

export interface PublishedRow {
  name: string;
  kind: RowKind;
  /** One for each column, not rounded; null where there is none. */
  values: (number | null)[];
}

export interface PublishedTable {
  /** A name for markers in pages; without one, markers give its position, from 1. */
  id?: string;
  title: string;
  columns: PublishedColumn[];
  rows: PublishedRow[];
  notes: string[];
}

/** A contender that the run did not measure, and why, as a clause. */
export interface LeftOut {
  name: string;
  why: string;
}

export interface PublishedMachine {
  cpu: string;
  cores: number;
  memoryGiB: number;
  kernel: string;
  openFiles: number;
  /** The share of its cores that other work took just before the suite, 0 to 1; absent if nobody watched. */
  busyBefore?: number;
}

/** The result of one suite with one node: `bench/published/<suite>.node<major>.json`. */
export interface Published {
  suite: string;
  about: string;
  /** Whether it was run with `--quick`, which shows only that the bench works. */
  quick: boolean;
  command: string;
  startedAt: string;
  /** How long it took; absent if it was not recorded. */
  seconds?: number;
  machine: PublishedMachine;
  /** The versions of what was measured and of what it was measured with. `service` ends with the commit, and `+` if files were changed. */
  versions: Record<string, string>;
  /** The settings of each contender that are not its defaults. */
  settings: Record<string, unknown>;
  leftOut: LeftOut[];
  tables: PublishedTable[];
  checks: Check[];
}

export function publishedPath(suite: string, nodeMajor: number): string {
  return `${PUBLISHED}/${suite}.node${nodeMajor}.json`;
}

/** Returns the result of a suite with a node; undefined if none was published. */
export function readPublished(suite: string, nodeMajor: number): Published | undefined {
  const path = repositoryFile(publishedPath(suite, nodeMajor));
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Published) : undefined;
}

/** Returns all published results, by the names of their files. */
export function allPublished(): Published[] {
  const files = readdirSync(repositoryFile(PUBLISHED)).filter((name) => name.endsWith('.json'));
  return files
    .sort()
    .map((name) => JSON.parse(readFileSync(repositoryFile(`${PUBLISHED}/${name}`), 'utf8')) as Published);
}
