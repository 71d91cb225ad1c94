import { type Published } from '../publish/published.js';
import { SHOWN_NODE } from './results.js';
import { majorOf } from '../publish/publish.js';
import { formatNumber } from '../report/table.js';

/** What older results do not say. */
const UNKNOWN = 'not recorded';

/** Returns the machines and versions, and a table of the runs from which the page is made, as Markdown. */
export function renderRuns(all: readonly Published[]): string {
  const texts = [...new Set(all.map(describe))];
  const sentences = texts.map((text) => {
    const suites = [...new Set(all.filter((run) => describe(run) === text).map(({ suite }) => `\`${suite}\``))];
    return texts.length === 1 ? `${text}.` : `${suites.join(', ')}: ${text}.`;
  });
  return [
    ...sentences.flatMap((sentence) => [sentence, '']),
    '| suite | node | on | took s | service | other work before | |',
    '|---|---|---|---:|---|---:|---|',
    ...all.map(row),
  ].join('\n');
}

function row(run: Published): string {
  const { suite, versions, startedAt, seconds, machine, quick } = run;
  const node = majorOf(versions.node ?? '') === SHOWN_NODE ? versions.node : `**${versions.node}**`;
  const { busyBefore } = machine;
  const busy = busyBefore === undefined ? UNKNOWN : `${formatNumber(busyBefore * 100, 0)} % of the cores`;
  const cells = [
    `\`${suite}\``,
    node,
    startedAt.slice(0, 10),
    seconds ?? UNKNOWN,
    versions.service ?? UNKNOWN,
    busy,
    quick ? '**short run**' : '',
  ];
  return `| ${cells.join(' | ')} |`;
}

function describe({ machine, versions }: Published): string {
  const { cpu, cores, memoryGiB, kernel, openFiles } = machine;
  const rest = Object.entries(versions).filter(([name]) => name !== 'service' && name !== 'node');
  const programs = rest.map(([name, version]) => `${name} ${version}`).join(', ');
  return `${cores} × ${cpu}, ${memoryGiB} GiB, Linux ${kernel}, ${formatNumber(openFiles, 0)} open files; ${programs}`;
}
