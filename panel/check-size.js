// The page must load fast on a bad line: at most 100 KB gzipped, all scripts, styles and the page itself.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const MOST = 100 * 1_024;
const folder = join(import.meta.dirname, '../dist/ui');
const page = readFileSync(join(folder, 'index.html'), 'utf8');
// Other pages import the client from the same folder; this page does not load that file.
const files = ['index.html', ...[...page.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, name]) => name)];
const size = files.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name)), { level: 9 }).length, 0);

if (size > MOST) {
  console.error(`The page has ${size} bytes gzipped; at most ${MOST} are allowed.`);
  process.exit(1);
}
if (process.argv.includes('--print')) console.log(`${size} bytes gzipped, of ${MOST}.`);
