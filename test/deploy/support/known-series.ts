import { type Prometheus } from '../../../cluster/prometheus.js';
import { type MetricDefinition } from '../../../src/metrics/catalogue/metric-definition.js';
import { METRICS } from '../../../src/metrics/metrics.catalogue.js';
import { ENDPOINTS } from '../../support/endpoints.js';
import { type Known } from './expressions.js';
import { rules } from './rules.js';

const OF_TARGETS = ['job', 'instance'];
const SUFFIXES = ['_bucket', '_sum', '_count'];

/** What the catalogue, the rules and this Prometheus know: ours from the catalogue, since some series need an event to appear. */
export async function knownTo(prometheus: Prometheus): Promise<Known> {
  const known = new Map<string, Map<string, Set<string> | undefined>>();
  for (const { record } of rules) if (record) known.set(record, new Map());
  known.set('ALERTS', labels(['alertname', 'alertstate', 'severity', ...OF_TARGETS]));
  for (const labelsOf of await seriesOf(prometheus)) {
    const { __name__: name = '', ...pairs } = labelsOf;
    const its = known.get(name) ?? new Map<string, Set<string> | undefined>();
    for (const label of Object.keys(pairs))
      its.set(label, label === 'job' ? jobsOf(its).add(pairs[label]!) : undefined);
    if (!name.startsWith('vx11_')) known.set(name, its);
  }
  for (const definition of Object.values<MetricDefinition>(METRICS)) {
    for (const name of namesOf(definition)) known.set(name, labelsOf(definition));
  }
  return known;
}

function namesOf({ name, type }: MetricDefinition): string[] {
  return type === 'histogram' ? SUFFIXES.map((suffix) => name + suffix) : [name];
}

function labelsOf({ labels: own, values = {} }: MetricDefinition): Map<string, Set<string> | undefined> {
  const all = labels([...own, ...OF_TARGETS]);
  for (const [label, known] of Object.entries(values)) if (Array.isArray(known)) all.set(label, new Set(known));
  if (own.includes('route')) all.set('route', new Set(ENDPOINTS.map(({ path }) => path)));
  return all.set('job', new Set(['operator-backend']));
}

function labels(names: readonly string[]): Map<string, Set<string> | undefined> {
  return new Map(names.map((name) => [name, undefined]));
}

function jobsOf(its: ReadonlyMap<string, Set<string> | undefined>): Set<string> {
  return its.get('job') ?? new Set();
}

async function seriesOf({ baseUrl }: Prometheus): Promise<Record<string, string>[]> {
  const query = new URLSearchParams({ 'match[]': '{__name__=~".+"}' });
  const answer = await fetch(`${baseUrl}/api/v1/series?${query.toString()}`);
  return ((await answer.json()) as { data: Record<string, string>[] }).data;
}
