import { ConfigurationError, type ConfigurationFault } from '../../../config/configuration-error.js';
import { type Environment } from '../../../config/environment.js';
import { loadSettings } from '../../../config/load-settings.js';
import { parseEnvironment } from '../../../config/parse-environment.js';
import { resolveSecretFiles } from '../../../config/secret-files.js';
import { type Variables } from '../../env-file.js';

/** What an instance would read at its start. */
export interface SettingsScene {
  readonly env: Variables;
  /** By the catalogue of settings; malformed values as they are. */
  readonly environment: Environment;
  /** What keeps an instance from starting. */
  readonly faults: readonly ConfigurationFault[];
}

export function settingsScene(env: Variables): SettingsScene {
  const { environment } = parseEnvironment(resolveSecretFiles({ ...env }).env);
  return { env, environment, faults: faultsOf(env) };
}

function faultsOf(env: Variables): readonly ConfigurationFault[] {
  try {
    loadSettings({ ...env });
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
}
