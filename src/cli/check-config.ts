import { ConfigurationError, type ConfigurationFault } from '../config/configuration-error.js';
import { loadSettings } from '../config/load-settings.js';
import { unknownVariables } from '../config/unknown-variables.js';
import { CREDENTIAL_VARIABLES } from './credential.js';
import { type EffectiveSetting, effectiveSettings } from './effective-settings.js';
import { type Variables } from './env-file.js';
import { URL_VARIABLE } from './service-options.js';

/** What `check-config` reports. */
export interface ConfigReport {
  readonly settings: readonly EffectiveSetting[];
  readonly faults: readonly ConfigurationFault[];
  readonly warnings: readonly string[];
}

/** Variables that only the command line reads. They are not settings of the service. */
const CLI_VARIABLES: readonly string[] = [URL_VARIABLE, ...CREDENTIAL_VARIABLES];

/** Checks the environment as the service does at its start. With `strict`, unknown variables are faults and not warnings. */
export function checkConfig(env: Variables, strict: boolean): ConfigReport {
  const unknown = unknownOfService(env);
  const { faults, warnings } = load(env);
  const known = warnings.filter((warning) => !unknownVariables(env).includes(warning));
  const strictFaults = strict ? unknown.map(toFault) : [];
  return {
    settings: effectiveSettings(env),
    faults: [...faults, ...strictFaults],
    warnings: [...known, ...(strict ? [] : unknown)],
  };
}

/** Warnings for variables that neither the service nor this command line reads. */
export function unknownOfService(env: Variables): string[] {
  return unknownVariables(env).filter((warning) => !CLI_VARIABLES.some((name) => warning.startsWith(`${name} `)));
}

function load(env: Variables): Pick<ConfigReport, 'faults' | 'warnings'> {
  try {
    return { faults: [], warnings: loadSettings({ ...env }).warnings };
  } catch (error) {
    if (error instanceof ConfigurationError) return { faults: error.faults, warnings: [] };
    throw error;
  }
}

/** Turns a warning `NAME is not a setting …` into a fault of the variable NAME. */
function toFault(warning: string): ConfigurationFault {
  const [variable = ''] = warning.split(' ', 1);
  return { variable, wants: warning.slice(variable.length + 1) };
}
