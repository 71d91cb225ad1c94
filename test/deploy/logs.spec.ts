// Who searches the logs at night relies on what the page says of them: that a field is there, and that a command prints
// something.
import { parser as logql } from '@grafana/lezer-logql';
import { codes, page, rowsOf } from '../docs/support/markdown.js';
import { type LogLine, type Logs, logsOfADay, textsOf } from './support/logged-deployment.js';
import { run } from './support/run.js';

const PAGE = 'docs/production/observability.md';

/** The names in the first column of a table. */
function documented(column: string): string[] {
  return rowsOf(PAGE, column).flatMap((row) => codes(row[column]));
}

/** The blocks of a language, by the page of runbooks that they belong to. */
function blocks(language: string): [runbook: string, text: string][] {
  const searches = page(PAGE).split('### Search them')[1]!.split('\n### ')[0]!;
  return searches.split(/^\*\*(?=[a-z-]+\*\*)/m).flatMap((part) => {
    const runbook = /^([a-z-]+)\*\*/.exec(part)?.[1];
    const text = new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(part)?.[1];
    return runbook && text ? [[runbook, text] as [string, string]] : [];
  });
}

const RUNBOOKS = [
  'stream-refused',
  'tokens-grow',
  'token-abuse',
  'access',
  'slow',
  'redis',
  'edge',
  'instances',
  'delivery',
  'rollback',
  'recovery',
  'observability',
];

describe('the page about logs', () => {
  let logs: Logs;
  let lines: Readonly<Record<'instance' | 'nginx', LogLine[]>>;

  beforeAll(async () => {
    logs = await logsOfADay();
    lines = { instance: linesOf(logs.instance), nginx: linesOf(logs.nginx) };
  });

  it('has the fields of requests that instances write, and no other', () => {
    const fields = documented('field');
    const requests = lines.instance.filter(({ msg }) => msg === 'request');
    expect(namesIn(requests)).toEqual(new Set(fields));
    const always = requests.filter((line) => fields.slice(0, 10).every((field) => field in line));
    expect(always).toHaveLength(requests.length);
  });

  it('has the fields of all other lines of instances', () => {
    const others = lines.instance.filter(({ msg }) => msg !== 'request');
    const known = [...documented('field').slice(0, 4), ...documented('other field')];
    expect([...namesIn(others)].filter((name) => !known.includes(name))).toEqual([]);
    expect([...namesIn(others)]).toEqual(expect.arrayContaining(['context', 'version', 'signal', 'port']));
  });

  it('has the fields that nginx writes, and no other', () => {
    expect(namesIn(lines.nginx)).toEqual(new Set(documented('nginx field')));
  });

  it('has a search for each runbook, in both languages', () => {
    expect(blocks('sh').map(([runbook]) => runbook)).toEqual(RUNBOOKS);
    expect(blocks('logql').map(([runbook]) => runbook)).toEqual(RUNBOOKS);
  });

  it.each(blocks('sh'))('%s: the command finds something', async (_, command) => {
    const found = `logs() { cat "$NGINX"; }; instances() { cat "$INSTANCE"; }; set -o pipefail\n${command}`;
    const { code, output } = await run('bash', ['-c', found], { NGINX: logs.nginx, INSTANCE: logs.instance });
    expect(`${code}: ${output}`).toMatch(/^0: .+\n/);
    expect(output).not.toMatch(/null|jq:/);
  });

  it.each(blocks('logql'))('%s: Grafana’s grammar takes the query', (_, query) => {
    expect(faultsIn(query.trim())).toEqual([]);
    expect(faultsIn(query.trim().slice(0, -3))).not.toEqual([]);
  });
});

function linesOf(file: string): LogLine[] {
  return textsOf(file).map((text) => JSON.parse(text) as LogLine);
}

function namesIn(lines: readonly LogLine[]): Set<string> {
  return new Set(lines.flatMap((line) => Object.keys(line)));
}

/** Where the grammar finds an error. */
function faultsIn(query: string): string[] {
  const faults: string[] = [];
  logql.parse(query).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) faults.push(`${from}: ${query.slice(from, to + 20)}`);
    },
  });
  return faults;
}
