// The reference pages and the catalogues in the code must list the same settings, errors, metrics and endpoints.
import { ACTIONS, OUTCOMES } from '../../src/audit/actions.js';
import { Environment } from '../../src/config/environment.js';
import { describeSettings } from '../../src/config/setting.decorators.js';
import { type Access } from '../../src/endpoints/endpoint-rule.js';
import { type MetricDefinition } from '../../src/metrics/catalogue/metric-definition.js';
import { METRICS } from '../../src/metrics/metrics.catalogue.js';
import { PROBLEMS } from '../../src/problems/problem-catalogue.js';
import { ENDPOINTS } from '../support/endpoints.js';
import { codes, page, type Row, rowsOf } from './support/markdown.js';

const environment = new Environment();
const CREDENTIALS: Partial<Record<Access, string>> = {
  public: 'none',
  principal: 'any principal',
  stream: 'token, or read',
};
const settings = describeSettings();
const metrics = Object.values<MetricDefinition>(METRICS);

/** The default as it is written in a shell; empty if there is none. */
function defaultOf(variable: string): string {
  const value = Reflect.get(environment, variable) as string | number | boolean | string[] | undefined;
  return value === undefined ? '' : String(value);
}

const inCode = (text: string) => (text === '' ? '' : `\`${text}\``);
const sorted = (rows: readonly Row[]) => rows.map((row) => Object.values(row).join(' | ')).sort();

describe('the reference', () => {
  it('lists every setting with its default, what it takes and what it means, and no other', () => {
    const listed = rowsOf('docs/reference/settings.md', 'variable');
    const expected = settings.map(({ variable, wants, meaning }) => ({
      variable: inCode(variable),
      default: inCode(defaultOf(variable)),
      takes: wants,
      meaning,
    }));
    expect(sorted(listed)).toEqual(sorted(expected));
  });

  it('lists every error with its status, its title and when it is used, and no other', () => {
    const listed = rowsOf('docs/reference/errors.md', 'code');
    const expected = Object.entries(PROBLEMS).map(([code, { status, title, when }]) => ({
      code: inCode(code),
      status: String(status),
      title,
      when,
    }));
    expect(sorted(listed.map(({ code, status, title, when }) => ({ code, status, title, when }) as Row))).toEqual(
      sorted(expected),
    );
    for (const row of listed) expect(row['what to do']).toMatch(/\.$/);
  });

  it('lists every action of the audit trail with its meaning, and no other, in the table and in the schema', () => {
    const listed = rowsOf('docs/reference/audit.md', 'action');
    const expected = Object.entries(ACTIONS).map(([action, meaning]) => ({ action: inCode(action), meaning }));
    expect(listed).toEqual(expected);
    const [, schema] = /## Schema\n\n```json\n([^]*?)```/.exec(page('docs/reference/audit.md'))!;
    const { properties } = JSON.parse(schema!) as { properties: Record<string, { enum?: string[] }> };
    expect(properties.action!.enum).toEqual(Object.keys(ACTIONS));
    expect(properties.outcome!.enum).toEqual(OUTCOMES);
    const fields = rowsOf('docs/reference/audit.md', 'field').map(({ field }) => field);
    expect(fields).toEqual(Object.keys(properties).map(inCode));
  });

  it('lists every metric with its type, its labels and its meaning, and no other', () => {
    const listed = rowsOf('docs/reference/metrics.md', 'metric');
    const expected = metrics.map(({ name, type, labels, help }) => ({
      metric: inCode(name),
      type,
      labels: labels.map(inCode).join(', '),
      meaning: help,
    }));
    expect(sorted(listed)).toEqual(sorted(expected));
  });

  it('lists every endpoint with its credential, its purpose and its reach, and no other', () => {
    const listed = rowsOf('docs/reference/api.md', 'endpoint');
    const expected = ENDPOINTS.map(({ method, path, access, purpose, reach }) => ({
      endpoint: inCode(`${method} ${path}`),
      credential: CREDENTIALS[access] ?? access,
      purpose,
      reach,
    }));
    expect(sorted(listed)).toEqual(sorted(expected));
  });
});

describe('the README', () => {
  it('lists settings that exist, with their defaults', () => {
    const rows = rowsOf('README.md', 'variable');
    expect(rows.length).toBeGreaterThan(0);
    for (const { variable, default: value } of rows) {
      const defaults = codes(variable).map(defaultOf);
      expect({ variable, value }).toEqual({ variable, value: defaults.filter((one) => one !== '').join(', ') });
      for (const name of codes(variable)) expect(settings.map((setting) => setting.variable)).toContain(name);
    }
  });
});
