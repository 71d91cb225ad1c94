import { fileVariable, resolveSecretFiles } from '../config/secret-files.js';
import { parseEnvironment } from '../config/parse-environment.js';
import { describeSettings } from '../config/setting.decorators.js';
import { type Variables } from './env-file.js';

/** A setting and the value that the service would use. */
export interface EffectiveSetting {
  readonly variable: string;
  /** As written in the environment; `***` for a credential; empty if there is no value. */
  readonly value: string;
  readonly source: 'environment' | 'default';
}

/** Returns every setting of the catalogue with its value for `env`. */
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
