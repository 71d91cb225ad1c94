import { PassThrough } from 'node:stream';
import { createProgram } from '../../../src/cli/program.js';
import { type Terminal } from '../../../src/cli/terminal.js';
import '../../../src/config/environment.js';
import { describeSettings } from '../../../src/config/setting.decorators.js';
import { type MetricDefinition } from '../../../src/metrics/catalogue/metric-definition.js';
import { METRICS } from '../../../src/metrics/metrics.catalogue.js';
import { rules } from '../../deploy/support/rules.js';
import { ENDPOINTS } from '../../support/endpoints.js';
import { page } from './markdown.js';

/** What the service, the command line client, the scripts of the deployment and docker-compose.yml read. */
export function variables(): Set<string> {
  const settings = describeSettings().map(({ variable }) => variable);
  const scripts = ['redis/start.sh', 'nginx/render.sh', 'docker-compose.yml'].map(page).join('\n');
  const named = scripts.match(/\b[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9]\b/g) ?? [];
  return new Set([...settings, ...named, 'VX11_URL', 'VX11_CREDENTIAL']);
}

/** The series of every metric, as a scrape has them, and the series that the rules record. */
export function series(): Set<string> {
  const metrics = Object.values<MetricDefinition>(METRICS).flatMap(({ name, type }) =>
    type === 'histogram' ? [name, `${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  );
  return new Set([...metrics, ...rules.flatMap(({ record = [] }) => record)]);
}

/** The names of the alerts in prometheus/rules. */
export function alerts(): Set<string> {
  return new Set(rules.flatMap(({ alert = [] }) => alert));
}

/** The path of every endpoint, and what several have in common. */
export function paths(): Set<string> {
  const whole = ENDPOINTS.map(({ path }) => path);
  return new Set(
    whole.flatMap((path) => [path, ...[...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index))]),
  );
}

/** The options of every command of `npx vx11`, by the name of the command. */
export function commands(): Map<string, Set<string>> {
  const nowhere = new PassThrough();
  const terminal = { stdout: nowhere, stderr: nowhere, stdin: nowhere, env: {} } as unknown as Terminal;
  const options = ({ long, short }: { long?: string; short?: string }) =>
    [long, short].filter((one) => one !== undefined);
  const all = createProgram(terminal, () => undefined).commands;
  return new Map(
    all.map((command) => [command.name(), new Set(['--help', '-h', ...command.options.flatMap(options)])]),
  );
}

/** What `npm run` takes. */
export function npmScripts(): Set<string> {
  return new Set(Object.keys((JSON.parse(page('package.json')) as { scripts: object }).scripts));
}
