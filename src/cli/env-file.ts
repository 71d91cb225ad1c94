import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { CliFailure } from './cli-failure.js';

export type Variables = Readonly<Record<string, string | undefined>>;

/** The variables of an env file. Without a name `.env` is read if it is there. @throws CliFailure `input_output`. */
export function readEnvFile(path: string | undefined): Variables {
  try {
    return parseEnv(readFileSync(path ?? '.env', 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (path === undefined && code === 'ENOENT') return {};
    throw new CliFailure('input_output', `The env file ${path ?? '.env'} cannot be read: ${code ?? 'unknown reason'}.`);
  }
}
