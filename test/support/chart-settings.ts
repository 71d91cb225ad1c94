import { type SettingDescription } from '../../src/config/setting.decorators.js';

/** Settings that follow from other values of the chart, or from its image. */
const SET_BY_THE_CHART = [
  'NODE_ENV',
  'HOST',
  'PORT',
  'VX11_INSTANCE_ID',
  'VX11_COMMIT',
  'VX11_TRUSTED_PROXIES',
  'VX11_DRAIN_SECONDS',
  'VX11_STORE',
  'REDIS_SENTINELS',
  'REDIS_SENTINEL_NAME',
];

const RANGE = /^a whole number from (\d+) to (\d+)$/;
const CHOICE = /^one of (.*)$/;

/** Whether users of the chart give it under `settings`: not if it is a secret, a file, or set by the chart. */
function isGiven({ variable, secret }: SettingDescription): boolean {
  return !secret && !variable.endsWith('_FILE') && !SET_BY_THE_CHART.includes(variable);
}

/** What a value must look like, as JSON Schema. */
function schemaOf({ kind, wants, meaning }: SettingDescription): object {
  const description = meaning;
  const [, minimum, maximum] = RANGE.exec(wants) ?? [];
  const [, choices] = CHOICE.exec(wants) ?? [];
  if (kind === 'integer') return { type: 'integer', minimum: Number(minimum), maximum: Number(maximum), description };
  if (kind === 'boolean') return { type: 'boolean', description };
  if (choices) return { enum: choices.split(', '), description };
  return { type: 'string', minLength: 1, description };
}

/** `settings` in values.schema.json: variable → its schema. */
export function chartSettings(catalogue: readonly SettingDescription[]): Record<string, object> {
  return Object.fromEntries(catalogue.filter(isGiven).map((setting) => [setting.variable, schemaOf(setting)]));
}
