// This service from the files of its modules, not from its bundle, so that a profile names them.
import { join } from 'node:path';
import process from 'node:process';

const { openFilesAllowed } = await import(join(process.env.BENCH_BUILD, 'host/open-files.js'));
const { start } = await import(join(process.env.BENCH_BUILD, 'app/start.js'));
await start(process.env, openFilesAllowed());
