/** `npm run bench -- [suite …]`: runs suites and prints their figures; see `arguments.ts` for the options and docs/performance.md. */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFile } from '../cluster/repository.js';
import { createRunDirectory } from '../cluster/run-directory.js';
import { readArguments, USAGE } from './arguments.js';
import { Bench } from './bench.js';
import { otherNode } from './contenders/other-node.js';
import { describeMachine } from './measure/machine.js';
import { SuitePublisher } from './publish/suite-publisher.js';
import { renderCheck } from './report/check.js';
import { progress } from './report/progress.js';
import { type Run, writeResults } from './report/results-file.js';
import { renderTable } from './report/table.js';
import { type Suite, type SuiteResult } from './suites/suite.js';
import { SUITES } from './suites/catalogue.js';

const runDir = createRunDirectory('bench');

/** Contenders end with this process, however it ends. Their files are removed here. */
process.on('exit', () => rmSync(runDir, { recursive: true, force: true, maxRetries: 3 }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

async function main(): Promise<void> {
  const { suites, profile, node: wanted, publish, ...options } = readArguments(process.argv.slice(2), SUITES);
  const profileDir = profile ? repositoryFile('bench/results/profiles') : undefined;
  if (profileDir) mkdirSync(profileDir, { recursive: true });
  const node = wanted ? otherNode(wanted) : { path: process.execPath, version: process.version };
  const bench = new Bench({ ...options, profileDir, runDir, build: keepBuild(), node: node.path });
  const machine = { ...describeMachine(), node: node.version };
  const run: Run = { startedAt: new Date().toISOString(), command: commandLine(), machine, suites: {} };
  const { cpu, cores, memoryGiB, openFiles } = machine;
  console.log(`${cores} × ${cpu}, ${memoryGiB} GiB, node ${machine.node}, ${openFiles} open files, ${run.startedAt}\n`);
  const publisher = publish ? new SuitePublisher(bench, machine) : undefined;
  for (const suite of suites) {
    await publisher?.begin();
    const result = await runSuite(suite, bench);
    run.suites[suite.name] = result;
    progress(`written to ${writeResults(run)}`);
    if (publisher) progress(`published to ${publisher.end(suite, run.command, result)}`);
  }
}

/** Copies the build, so that all suites measure the same one even if the project is built meanwhile. Returns the folder of the copy. */
function keepBuild(): string {
  const build = join(runDir, 'dist');
  cpSync(repositoryFile('dist'), build, { recursive: true });
  cpSync(repositoryFile('package.json'), join(runDir, 'package.json'));
  return build;
}

async function runSuite(suite: Suite, bench: Bench): Promise<SuiteResult> {
  progress(`${suite.name}: ${suite.about}`);
  const result = await suite.run(bench);
  console.log(`## ${suite.name}\n`);
  for (const table of result.tables) console.log(`${renderTable(table)}\n`);
  for (const check of result.checks ?? []) console.log(renderCheck(check));
  if (result.checks?.length) console.log();
  return result;
}

function commandLine(): string {
  return `npm run bench -- ${process.argv.slice(2).join(' ')}`.trim();
}

try {
  await main();
  process.exit();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(USAGE);
  process.exit(1);
}
