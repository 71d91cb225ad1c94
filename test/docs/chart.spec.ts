// The chart's README, its schema and the settings of the service must say the same as its values.
import { load } from 'js-yaml';
import '../../src/config/environment.js';
import { describeSettings } from '../../src/config/setting.decorators.js';
import { chartSettings } from '../support/chart-settings.js';
import { page, rowsOf } from './support/markdown.js';

const CHART = 'deploy/helm/operator-backend';
interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly $defs: Readonly<Record<string, Schema>>;
}

const values = load(page(`${CHART}/values.yaml`)) as object;
const schema = JSON.parse(page(`${CHART}/values.schema.json`)) as Schema;
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
/** Lists, empty objects and secrets are given as a whole. */
const isWhole = (value: object) => Array.isArray(value) || Object.keys(value).length === 0 || 'existingSecret' in value;

/** Path and default of each value, as the README writes them. */
function leaves(value: object, path = ''): { value: string; default: string }[] {
  return Object.entries(value).flatMap(([key, one]: [string, unknown]) => {
    const name = `${path}${key}`;
    if (isObject(one) && !isWhole(one)) return leaves(one, `${name}.`);
    const text =
      isObject(one) && 'key' in one ? `key: ${String(one.key)}` : isObject(one) ? JSON.stringify(one) : String(one);
    return [{ value: `\`${name}\``, default: text && `\`${text}\`` }];
  });
}

/** Names of what `value` has and `schema` does not know. */
function unknown(value: object, { $ref, properties }: Schema, path = ''): string[] {
  if ($ref) return unknown(value, schema.$defs[$ref.split('/').at(-1)!]!, path);
  return Object.entries(value).flatMap(([key, one]: [string, unknown]) => {
    const known = properties?.[key];
    if (!known) return properties ? [`${path}${key}`] : [];
    return isObject(one) && !Array.isArray(one) ? unknown(one, known, `${path}${key}.`) : [];
  });
}

describe('the Helm chart', () => {
  it('explains every value with its default, in order, and no other', () => {
    const rows = rowsOf(`${CHART}/README.md`, 'value');
    expect(rows.map((row) => ({ value: row.value, default: row.default }))).toEqual(leaves(values));
    for (const { meaning } of rows) expect(meaning).toMatch(/\.$/);
  });

  it('has a schema for every value', () => {
    expect(unknown(values, schema)).toEqual([]);
  });

  it('takes every setting that is not a secret, with its bounds: `npm run chart` writes them', () => {
    expect(schema.properties!.settings!.properties).toEqual(chartSettings(describeSettings()));
  });

  it('is of the version of the service', () => {
    const { appVersion } = load(page(`${CHART}/Chart.yaml`)) as { appVersion: string };
    expect(appVersion).toBe((JSON.parse(page('package.json')) as { version: string }).version);
  });
});
