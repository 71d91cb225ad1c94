import { validateSync } from 'class-validator';
import { type ConfigurationFault } from './configuration-error.js';
import { Environment } from './environment.js';
import { describeSettings, type SettingDescription } from './setting.decorators.js';

/** Reads and validates the variables of the catalogue. An empty value counts as absent. */
export function parseEnvironment(env: NodeJS.ProcessEnv): {
  environment: Environment;
  faults: ConfigurationFault[];
} {
  const environment = new Environment();
  for (const description of describeSettings()) {
    const raw = env[description.variable]?.trim();
    if (raw) Object.assign(environment, { [description.variable]: convert(raw, description) });
  }
  const faults = validateSync(environment).map(({ property }) => fault(property, env[property]));
  return { environment, faults };
}

function convert(raw: string, { kind }: SettingDescription): unknown {
  switch (kind) {
    case 'integer':
      return /^-?\d{1,15}$/.test(raw) ? Number(raw) : raw;
    case 'boolean':
      return raw === 'true' ? true : raw === 'false' ? false : raw;
    case 'list':
      return raw.split(',').map((element) => element.trim());
    case 'text':
      return raw;
  }
}

function fault(variable: string, raw: string | undefined): ConfigurationFault {
  const description = describeSettings().find((row) => row.variable === variable);
  const wants = description?.wants ?? 'another value';
  return description?.secret ? { variable, wants: `wants ${wants} (value not shown)` } : { variable, got: raw, wants };
}
