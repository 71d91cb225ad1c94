import { buildSync } from 'esbuild';
import { repositoryFile } from '../../../cluster/repository.js';

let bundled: string | undefined;

/** Returns an expression that puts the client into a page, as `vx11`. */
export function clientBundle(): string {
  bundled ??= bundleFor('client/src/index.ts', 'vx11');
  return bundled;
}

/** Returns an expression that puts a module of the repository into a page, under this name. */
export function bundleFor(path: string, name: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [repositoryFile(path)],
    bundle: true,
    format: 'iife',
    globalName: name,
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"development"' },
    write: false,
  });
  return `(() => { ${outputFiles[0]!.text}; window.${name} = ${name}; })()`;
}
