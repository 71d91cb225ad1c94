#!/usr/bin/env node
import { interruption } from './interruption.js';
import { Output } from './output.js';
import { run } from './run.js';

const code = await run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: new Output(process.stdout, 'standard output'),
  stderr: new Output(process.stderr, 'standard error'),
  env: process.env,
  interrupted: interruption(process),
});
// Standard input may still be open, as in `tail -F … | vx11 publish`, and would keep the process running.
process.exit(code);
