// Bundles the packages that most tests import. Jest loads every module anew for each test file, and the packages have some
// thousands of them: loading those took more time than the tests. One copy serves what imports a package and what requires it.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache');

/** Not those that jest itself loads, such as `p-limit`: it would get these, and it cannot require an ES module. */
const PACKAGES = [
  '@nestjs/common',
  '@nestjs/common/constants.js',
  '@nestjs/core',
  '@nestjs/platform-express',
  '@nestjs/swagger',
  '@nestjs/terminus',
  '@nestjs/testing',
  '@opentelemetry/api',
  '@willsoto/nestjs-prometheus',
  'class-validator',
  'express',
  'helmet',
  'ioredis',
  'ipaddr.js',
  'jose',
  'js-yaml',
  'pino',
  'prom-client',
  'proxy-addr',
  'reflect-metadata',
  'rxjs',
  'supertest',
];

/** Not installed, or loaded only where it is wanted. */
const EXTERNAL = [
  '@nestjs/websockets',
  '@nestjs/microservices',
  '@fastify/*',
  '@grpc/*',
  'class-transformer',
  'pino-pretty',
];

/** Bundles them unless that was done for what is installed; returns what `moduleNameMapper` of jest needs. */
export async function bundledPackages() {
  const installed = readFileSync(join(root, 'node_modules/.package-lock.json'));
  const key = createHash('sha256')
    .update(installed)
    .update(readFileSync(import.meta.filename))
    .digest('hex');
  const directory = join(cache, `bundled-packages-${key.slice(0, 16)}`);
  if (!existsSync(directory)) await bundle(directory);
  return Object.fromEntries(
    PACKAGES.map((name) => [`^${name.replaceAll('.', '\\.')}$`, join(directory, fileOf(name))]),
  );
}

const fileOf = (name) => `${name.replaceAll('/', '+')}.mjs`;

async function bundle(directory) {
  const { build } = await import('esbuild');
  mkdirSync(cache, { recursive: true });
  const made = mkdtempSync(`${directory}-`);
  const entries = join(made, 'entries');
  mkdirSync(entries);
  for (const name of PACKAGES) writeFileSync(join(entries, fileOf(name)), await entryOf(name));
  await build({
    absWorkingDir: root,
    entryPoints: PACKAGES.map((name) => join(entries, fileOf(name))),
    outdir: made,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: EXTERNAL,
    alias: { '@opentelemetry/api': './node_modules/@opentelemetry/api/build/esm/index.js' },
    keepNames: true,
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    logLevel: 'warning',
  });
  try {
    renameSync(made, directory);
  } catch (error) {
    // Another process was faster.
    if (!existsSync(directory)) throw error;
    rmSync(made, { recursive: true });
  }
}

/** What bundles a package, as node would import it: esbuild alone does not know what a CommonJS package exports. */
async function entryOf(name) {
  const exported = Object.keys(await import(name)).filter((key) => key !== 'module.exports');
  return [
    `import * as exported from '${name}';`,
    ...exported.map((key, index) => `const value${index} = exported.${key};\nexport { value${index} as ${key} };`),
  ].join('\n');
}
