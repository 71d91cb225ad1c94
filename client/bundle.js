// Puts the client into the folder of the page, for pages without a bundler: one file, whose name changes with what is in it, so
// browsers keep it; and sse-client.js, whose address stays, which browsers ask for each time and which leads to that file.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A page should not have to think about whether it can afford the client. */
const MOST = 5 * 1_024;
const ui = join(import.meta.dirname, '../dist/ui');

const { outputFiles } = await build({
  entryPoints: [join(import.meta.dirname, 'src/index.ts')],
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  // Shorter, and the same here: no class relies on how its fields are defined.
  tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
  legalComments: 'none',
  write: false,
  logLevel: 'warning',
});
const { contents } = outputFiles[0];
const size = gzipSync(contents, { level: 9 }).length;
if (size > MOST) {
  console.error(`The bundle of the client has ${size} bytes gzipped; at most ${MOST} are allowed.`);
  process.exit(1);
}
if (process.argv.includes('--print')) console.log(`${size} bytes gzipped, of ${MOST}.`);

const name = `sse-client.${createHash('sha256').update(contents).digest('hex').slice(0, 12)}.js`;
await mkdir(join(ui, 'assets'), { recursive: true });
await writeFile(join(ui, 'assets', name), contents);
await writeFile(join(ui, 'sse-client.js'), `export * from './assets/${name}';\n`);
