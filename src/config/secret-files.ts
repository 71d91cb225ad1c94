import { readSmallFile, UnreadableFileError } from '../files/read-file.js';
import { SECRET_MAX_BYTES, type SecretFile } from '../principal/variables/secret-file.js';
import { splitCredentials } from '../principal/variables/credential-list.js';
import { type ConfigurationFault } from './configuration-error.js';
import { describeSettings } from './setting.decorators.js';

/** The environment after the files of its `…_FILE` variables were read: their content is the value of the secret variable. */
export interface ResolvedEnvironment {
  readonly env: NodeJS.ProcessEnv;
  /** The files that were read, by the name of the secret variable. */
  readonly files: ReadonlyMap<string, SecretFile>;
  readonly faults: readonly ConfigurationFault[];
}

/** Returns the name of the variable that names the file of a secret variable. */
export function fileVariable(variable: string): string {
  return `${variable}_FILE`;
}

/** Reads the files of secret variables. A fault names the variable and the file, and never shows the content. */
export function resolveSecretFiles(given: NodeJS.ProcessEnv): ResolvedEnvironment {
  const env = { ...given };
  const files = new Map<string, SecretFile>();
  const faults: ConfigurationFault[] = [];
  for (const { variable, kind } of describeSettings().filter(({ secret }) => secret)) {
    const path = given[fileVariable(variable)]?.trim();
    if (!path) continue;
    if (given[variable]?.trim()) {
      faults.push({ variable: fileVariable(variable), wants: `is set beside ${variable}; unset one of the two` });
      continue;
    }
    try {
      const { text, identity } = readSmallFile(path, SECRET_MAX_BYTES);
      if (text.trim() === '') throw new UnreadableFileError('is empty');
      env[variable] = kind === 'list' ? splitCredentials(text).join(',') : text.trim();
      files.set(variable, { path, identity });
    } catch (error) {
      if (!(error instanceof UnreadableFileError)) throw error;
      faults.push({ variable: fileVariable(variable), wants: `${path} ${error.message}` });
    }
  }
  return { env, files, faults };
}
