import { openFilesAllowed, tooFewOpenFiles } from './host/open-files.js';

// Looked at before anything else is loaded, which alone takes hundreds of them.
const openFiles = openFilesAllowed();
const fault = tooFewOpenFiles(openFiles);
if (fault) {
  process.stderr.write(`${fault}\n`);
  process.exit(1);
}
const { start } = await import('./app/start.js');
await start(process.env, openFiles);
