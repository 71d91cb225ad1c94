// Puts the client into the folder of the page, for pages without a bundler: one file, whose name changes with what is in it, so
// browsers keep it; and sse-client.js, whose address stays, which browsers ask for each time and which leads to that file.
// What the client loads only where it is wanted, by `import()`, becomes a file of its own.
import { build } from 'esbuild';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A page should not have to think about whether it can afford the client. */
const MOST = 6 * 1_024;
const root = import.meta.dirname;
const ui = join(root, '../dist/ui');

/** Lets each part depend on all of the client. So what both have stays in one file, which compresses far better than one for each pair. */
const onlyOneCommonFile = {
  name: 'only one common file',
  setup({ onLoad }) {
    onLoad({ filter: /(polling\/poll|sharing\/share-events)\.ts$/ }, async ({ path }) => ({
      contents: `${await readFile(path, 'utf8')}\nimport '../index.js';`,
      loader: 'ts',
    }));
  },
};

const { outputFiles, metafile } = await build({
  absWorkingDir: root,
  entryPoints: { 'sse-client': 'src/index.ts' },
  outdir: join(ui, 'assets'),
  entryNames: '[name].[hash]',
  chunkNames: 'sse-client-[name].[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  // Shorter, and the same here: no class relies on how its fields are defined.
  tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
  plugins: [onlyOneCommonFile],
  // Such as `sideEffects: false`, which would leave that import out.
  ignoreAnnotations: true,
  legalComments: 'none',
  metafile: true,
  write: false,
  logLevel: 'warning',
});

/** The outputs that a page loads with this one. */
function withImports(output) {
  const own = metafile.outputs[output].imports.filter(({ kind }) => kind === 'import-statement');
  return [output, ...own.flatMap(({ path }) => withImports(path))];
}

const entry = Object.keys(metafile.outputs).find((output) => metafile.outputs[output].entryPoint === 'src/index.ts');
const loaded = new Set(withImports(entry).map((output) => resolve(root, output)));
const sizes = outputFiles
  .filter(({ path }) => loaded.has(path))
  .map(({ contents }) => gzipSync(contents, { level: 9 }).length);
const size = sizes.reduce((sum, one) => sum + one, 0);
if (size > MOST) {
  console.error(`The bundle of the client has ${size} bytes gzipped; at most ${MOST} are allowed.`);
  process.exit(1);
}
if (process.argv.includes('--print')) console.log(`${size} bytes gzipped, of ${MOST}.`);

await mkdir(join(ui, 'assets'), { recursive: true });
for (const { path, contents } of outputFiles) await writeFile(path, contents);
await writeFile(join(ui, 'sse-client.js'), `export * from './assets/${basename(entry)}';\n`);
