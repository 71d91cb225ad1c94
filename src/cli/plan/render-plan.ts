import { formatBits, formatNumber as n, formatQuantity } from './format.js';
import { type Load } from './load.js';
import { type Plan } from './make-plan.js';
import { type Quantities } from './quantity.js';
import { type Steps } from './steps/all-steps.js';

const TITLES: Readonly<Record<keyof Steps, string>> = {
  deliveries: 'Deliveries',
  cpu: 'CPU',
  instances: 'Instances',
  memory: 'Memory of instances and nginx',
  network: 'Network, to the clients',
  connections: 'Connections and open files',
  redis: 'Redis',
  returning: 'Until all streams are back',
  drivers: 'What it takes',
};

/** A plan for people: each step with its working, then what to set and what to know. */
export function renderPlan({ load, steps, settings, misfits, warnings }: Plan): string {
  const columns = settings.map(({ where, name, value, isDefault }) => [
    where,
    name,
    value,
    isDefault ? '(default)' : '',
  ]);
  const paragraphs = [
    given(load),
    ...Object.entries(steps).map(([name, quantities]) => [TITLES[name as keyof Steps], ...rows(quantities)].join('\n')),
    ['Settings', ...table(columns)].join('\n'),
    ...(warnings.length > 0 ? [warnings.map((warning) => `warning: ${warning}`).join('\n')] : []),
    ...(misfits.length > 0 ? [misfits.map((misfit) => `does not fit: ${misfit}`).join('\n')] : []),
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

function given({ streams, eventsPerSecond, eventBytes, batch, history, network }: Load): string {
  return (
    `${n(streams)} streams; ${n(eventsPerSecond)} events/s of ${n(eventBytes)} bytes, ${n(batch)} a call; ` +
    `${n(history)} s of history; network cards of ${formatBits(network)}`
  );
}

function rows(quantities: Quantities): string[] {
  return table(
    Object.values(quantities).map((quantity) => [quantity.what, formatQuantity(quantity), quantity.working]),
  );
}

/** Lines of cells under each other, indented by two. */
function table(lines: readonly (readonly string[])[]): string[] {
  const widths = (lines[0] ?? []).map((_cell, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines.map((line) => `  ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}
