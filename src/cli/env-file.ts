import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { CliFailure } from './cli-failure.js';

/** Environment variables by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the variables of an env file.
 * @param path absent: `.env`, which need not exist
 * @throws CliFailure `input_output`
 */
export function readEnvFile(path: string | undefined): Variables {
  try {
    return parseEnv(readFileSync(path ?? '.env', 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (path === undefined && code === 'ENOENT') return {};
    throw new CliFailure('input_output', `The env file ${path ?? '.env'} cannot be read: ${code ?? 'unknown reason'}.`);
  }
}
