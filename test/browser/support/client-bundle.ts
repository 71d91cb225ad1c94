import { buildSync } from 'esbuild';
import { repositoryFile } from '../../../cluster/repository.js';

let bundled: string | undefined;

/** Returns an expression that puts the client into a page, as `vx11`. */
export function clientBundle(): string {
  bundled ??= bundle();
  return bundled;
}

function bundle(): string {
  const { outputFiles } = buildSync({
    entryPoints: [repositoryFile('client/src/index.ts')],
    bundle: true,
    format: 'iife',
    globalName: 'vx11',
    target: 'es2022',
    write: false,
  });
  return `(() => { ${outputFiles[0]!.text}; window.vx11 = vx11; })()`;
}
