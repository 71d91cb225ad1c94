// A fault that no test has seen may be one that doctor never names.
import { readdirSync, readFileSync } from 'node:fs';
import { repositoryFile } from '../../../cluster/repository.js';
import { GROUPS } from '../../../src/cli/doctor/catalogue.js';
import { type Check } from '../../../src/cli/doctor/check.js';

it('every fault of every check has a test that sees it', () => {
  const specs = ['src/cli/doctor', 'test/cli/doctor'].flatMap((folder) =>
    readdirSync(repositoryFile(folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.spec.ts'))
      .map((file) => readFileSync(repositoryFile(`${folder}/${file}`), 'utf8')),
  );
  const checks: readonly Pick<Check<never>, 'id' | 'faults'>[] = GROUPS.flatMap(({ checks: own }) => own);
  const faults = checks.flatMap(({ id, faults: own }) => Object.keys(own).map((fault) => `${id}.${fault}`));
  expect(faults.filter((fault) => !specs.some((text) => text.includes(fault)))).toEqual([]);
});
