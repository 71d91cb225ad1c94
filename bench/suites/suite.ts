import { type Check } from '../report/check.js';
import { type Table } from '../report/table.js';
import { type Bench } from '../bench.js';

export interface SuiteResult {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each table has rows of its own
  tables: Table<any>[];
  checks?: Check[];
}

export interface Suite {
  name: string;
  /** One line: what it measures. */
  about: string;
  run(bench: Bench): Promise<SuiteResult>;
}
