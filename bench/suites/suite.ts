import { type Check } from '../report/check.js';
import { type Table } from '../report/table.js';
import { type Bench } from '../bench.js';

export interface SuiteResult {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each table has rows of another type
  tables: Table<any>[];
  checks?: Check[];
}

/** A set of measurements that is run together. */
export interface Suite {
  name: string;
  /** What it measures, in one line. */
  about: string;
  run(bench: Bench): Promise<SuiteResult>;
}
