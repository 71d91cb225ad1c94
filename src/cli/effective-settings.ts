import { fileVariable, resolveSecretFiles } from '../config/secret-files.js';
import { parseEnvironment } from '../config/parse-environment.js';
import { describeSettings } from '../config/setting.decorators.js';
import { type Variables } from './env-file.js';

export interface EffectiveSetting {
  readonly variable: string;
  /** As it would stand in the environment; `***` for a credential; empty where there is none. */
  readonly value: string;
  readonly source: 'environment' | 'default';
}

/** Every setting of the catalogue with the value it has for `env`. */
export function effectiveSettings(env: Variables): EffectiveSetting[] {
  const resolved = resolveSecretFiles({ ...env });
  const { environment } = parseEnvironment(resolved.env);
  return describeSettings().map(({ variable, secret }) => {
    const text = toText((environment as unknown as Record<string, string>)[variable]);
    const given = (env[variable] ?? env[fileVariable(variable)] ?? '').trim() !== '';
    return { variable, value: secret && text !== '' ? '***' : text, source: given ? 'environment' : 'default' };
  });
}

function toText(value: string | number | boolean | string[] | undefined): string {
  if (Array.isArray(value)) return value.join(',');
  return value === undefined ? '' : String(value);
}
