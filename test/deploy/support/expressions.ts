import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { repositoryFile } from '../../../cluster/repository.js';
import { groupingsOf, selectorsOf } from './promql.js';
import { type Rule } from './rules.js';

/** A PromQL expression of the repository, with the labels that texts beside it show. */
export interface Expression {
  readonly file: string;
  /** Of the line where it begins. */
  readonly line: number;
  readonly text: string;
  readonly shown: readonly string[];
}

/** Labels and their values that a metric may have; without values, any. */
export type Labels = ReadonlyMap<string, ReadonlySet<string> | undefined>;

/** Everything that Prometheus has: metrics, and the labels of each. */
export type Known = ReadonlyMap<string, Labels>;

/** Those of prometheus/rules, of the dashboards and of the pages, which quote PromQL in blocks of that language. */
export function allExpressions(): Expression[] {
  return [
    ...filesIn('prometheus/rules', '.yml').flatMap((file) => inRules(file, read(file))),
    ...filesIn('grafana/dashboards', '.json').flatMap((file) => inDashboard(file, read(file))),
    ...filesIn('docs', '.md').flatMap((file) => inPage(file, read(file))),
  ];
}

export function inRules(file: string, text: string): Expression[] {
  const { groups } = load(text) as { groups: { rules: Rule[] }[] };
  return groups.flatMap(({ rules }) =>
    rules.map(({ alert, record, expr, annotations = {} }) => ({
      file,
      line: lineOf(text, alert ? `- alert: ${alert}\n` : `- record: ${record}\n`),
      text: expr,
      shown: [
        ...Object.values(annotations)
          .join(' ')
          .matchAll(/\$labels\.(\w+)/g),
      ].map(([, label]) => label!),
    })),
  );
}

/** What is wrong with it: `file:line: …` for each metric, label and value that does not exist. */
export function faultsOf({ file, line, text, shown }: Expression, known: Known): string[] {
  const selectors = selectorsOf(text);
  const wrong = selectors.flatMap(({ metric, matchers }) => {
    const labels = known.get(metric);
    if (!labels) return [`no metric ${metric}`];
    return matchers.flatMap(({ label, value }) => {
      const values = labels.get(label);
      if (!labels.has(label)) return [`${metric} has no label ${label}`];
      const named = /^[\w|/. -]*$/.test(value) ? value.split('|') : [];
      return named.filter((one) => values && !values.has(one)).map((one) => `${metric} has no ${label} ${one}`);
    });
  });
  const labels = new Set(['le', ...selectors.flatMap(({ metric }) => [...(known.get(metric)?.keys() ?? [])])]);
  const missing = [...groupingsOf(text), ...shown].filter((label) => label && !labels.has(label));
  return [...wrong, ...missing.map((label) => `no label ${label}`)].map((what) => `${file}:${line}: ${what}`);
}

function inDashboard(file: string, text: string): Expression[] {
  return [...text.matchAll(/"expr": ("(?:[^"\\]|\\.)*")/g)].map(({ 1: json, index }) => ({
    file,
    line: text.slice(0, index).split('\n').length,
    text: (JSON.parse(json!) as string).replaceAll('$__rate_interval', '5m'),
    shown: [],
  }));
}

function inPage(file: string, text: string): Expression[] {
  return [...text.matchAll(/^```promql\n([^]*?)^```/gm)].map(({ 1: block, index }) => ({
    file,
    line: text.slice(0, index).split('\n').length + 1,
    text: block!,
    shown: [],
  }));
}

function filesIn(folder: string, ending: string): string[] {
  const names = readdirSync(repositoryFile(folder), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith(ending)).map((name) => `${folder}/${name}`);
}

function read(file: string): string {
  return readFileSync(repositoryFile(file), 'utf8');
}

function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split('\n').length;
}
