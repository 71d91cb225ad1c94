// Bundles the service, its tracing and the command line, each with what it imports: node then reads a few files when it starts, not
// some thousands. What two of them import is in files that they share.
import { build } from 'esbuild';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

const root = import.meta.dirname;
const bundles = join(root, 'dist/bundle');

/** Entries of `dist/` by the names of their bundles. Afterwards each of these files does nothing but import its bundle. */
const ENTRIES = { service: 'dist/main.js', tracing: 'dist/tracing.js', vx11: 'dist/cli/main.js' };

/** Not installed with the service, or loaded only where it is wanted. */
const EXTERNAL = [
  '@nestjs/websockets',
  '@nestjs/microservices',
  '@fastify/*',
  '@grpc/*',
  'class-transformer',
  'pino-pretty',
];

/** One copy for what imports it and what requires it: tracing and the service must have the same. */
const ALIAS = { '@opentelemetry/api': './node_modules/@opentelemetry/api/build/esm/index.js' };

/** Some modules read files beside themselves by `import.meta`. In the bundle these paths still name the places of the files. */
const keepLocations = {
  name: 'keep locations',
  setup(bundle) {
    bundle.onLoad({ filter: /\.m?js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!text.includes('import.meta')) return undefined;
      const at = (target) => `new URL(${JSON.stringify(relative(bundles, target))}, import.meta.url)`;
      const contents = text
        .replaceAll('import.meta.url', `${at(path)}.href`)
        .replaceAll('import.meta.dirname', `${at(dirname(path))}.pathname`);
      return { contents, loader: 'js' };
    });
  },
};

await build({
  absWorkingDir: root,
  entryPoints: ENTRIES,
  outdir: bundles,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: EXTERNAL,
  alias: ALIAS,
  // Dependencies that are CommonJS call `require`.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  plugins: [keepLocations],
  logLevel: 'warning',
});

for (const [name, entry] of Object.entries(ENTRIES)) {
  const shebang = (await readFile(join(root, entry), 'utf8')).match(/^#!.*\n/)?.[0] ?? '';
  const bundle = relative(join(root, dirname(entry)), join(bundles, `${name}.js`));
  await writeFile(join(root, entry), `${shebang}import '${bundle.startsWith('.') ? bundle : `./${bundle}`}';\n`);
  await rm(join(root, `${entry}.map`), { force: true });
}
