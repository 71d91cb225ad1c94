/** `npm run mutation -- [area …]`: changes the code that decides who gets in, one place at a time, and wants a test to fail. */
import { Stryker } from '@stryker-mutator/core';
import { type Area, AREAS, NOT_MUTATED } from './areas.js';
import { type Score, scoreOf, table } from './score.js';

type Options = ConstructorParameters<typeof Stryker>[0];

/** Of 100 mutants of an area, so many must be noticed. */
const NOTICED_AT_LEAST = 85;

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in AREAS));
if (unknown.length > 0) {
  console.error(`usage: npm run mutation -- [area …]\nareas: ${Object.keys(AREAS).join(', ')}`);
  process.exit(1);
}

const scores: Score[] = [];
for (const [name, area] of Object.entries(AREAS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n== ${name}`);
  const startedAt = performance.now();
  const mutants = await new Stryker(options(name, area)).runMutationTest();
  scores.push(scoreOf(name, mutants, (performance.now() - startedAt) / 1_000));
}
console.log(table(scores));

function options(name: string, { mutate, tests }: Area): Options {
  const report = `.run/mutation/${name}`;
  return {
    mutate: [...mutate, ...NOT_MUTATED],
    thresholds: { high: 100, low: NOTICED_AT_LEAST, break: NOTICED_AT_LEAST },
    testRunner: 'jest',
    testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    jest: {
      configFile: 'jest.config.js',
      enableFindRelatedTests: false,
      config: {
        testMatch: tests.map((path) => `<rootDir>/${path}`),
      },
    },
    coverageAnalysis: 'perTest',
    concurrency: 1,
    // jest does not free the modules of earlier runs.
    maxTestRunnerReuse: 40,
    reporters: ['clear-text', 'html', 'json'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportScoreTable: false },
    htmlReporter: { fileName: `${report}.html` },
    jsonReporter: { fileName: `${report}.json` },
    tempDirName: '.run/mutation/sandbox',
    ignorePatterns: ['/.run', '/dist', '/client/dist', '/bench/results', '/deploy'],
    allowConsoleColors: false,
  };
}
