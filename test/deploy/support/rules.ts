import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { repositoryFile } from '../../../cluster/repository.js';

export interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export type Alert = Required<Omit<Rule, 'record'>>;

interface RuleTest {
  readonly alert_rule_test: readonly { readonly alertname: string; readonly exp_alerts?: readonly unknown[] }[];
}

/** Of prometheus/rules, in the order of the files. */
export const rules = all<{ groups: { rules: Rule[] }[] }>('prometheus/rules').flatMap(({ groups }) =>
  groups.flatMap((group) => group.rules),
);

export const alerts = rules.filter((rule): rule is Alert => rule.alert !== undefined);

/** Of prometheus/tests. */
export const ruleTests = all<{ tests: RuleTest[] }>('prometheus/tests').flatMap(({ tests }) => tests);

function all<T>(folder: string): T[] {
  const names = readdirSync(repositoryFile(folder)).sort();
  return names.map((name) => load(readFileSync(repositoryFile(`${folder}/${name}`), 'utf8')) as T);
}
