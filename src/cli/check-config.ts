import { ConfigurationError, type ConfigurationFault } from '../config/configuration-error.js';
import { loadSettings } from '../config/load-settings.js';
import { unknownVariables } from '../config/unknown-variables.js';
import { type EffectiveSetting, effectiveSettings } from './effective-settings.js';
import { type Variables } from './env-file.js';

/** What `check-config` reports. */
export interface ConfigReport {
  readonly settings: readonly EffectiveSetting[];
  readonly faults: readonly ConfigurationFault[];
  readonly warnings: readonly string[];
}

/** Checks the environment as the service does at its start. With `strict`, unknown variables are faults and not warnings. */
export function checkConfig(env: Variables, strict: boolean): ConfigReport {
  const unknown = unknownVariables(env);
  const { faults, warnings } = load(env);
  const known = warnings.filter((warning) => !unknown.includes(warning));
  const strictFaults = strict ? unknown.map(toFault) : [];
  return {
    settings: effectiveSettings(env),
    faults: [...faults, ...strictFaults],
    warnings: [...known, ...(strict ? [] : unknown)],
  };
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
