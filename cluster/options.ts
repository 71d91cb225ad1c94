import { parseArgs } from 'node:util';

/** What the command line of `npm run cluster` chooses. */
export interface ClusterOptions {
  instances: number;
  port: number;
  prometheus: boolean;
}

export const USAGE = `npm run cluster -- [options]

  --instances <n>   number of instances behind nginx, 1 to 20 (default: 3)
  --port <n>        port of nginx on 127.0.0.1 (default: 8080)
  --no-prometheus   do not start Prometheus (nor if it is not installed)
`;

/** Parses the command line. Returns undefined if it asks for help. Throws on an unknown option. */
export function parseOptions(args: readonly string[]): ClusterOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      instances: { type: 'string', default: '3' },
      port: { type: 'string', default: '8080' },
      'no-prometheus': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    instances: integer('--instances', values.instances, 1, 20),
    port: integer('--port', values.port, 1, 65_535),
    prometheus: !values['no-prometheus'],
  };
}

function integer(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new Error(`${flag} must be a number from ${least} to ${most}, not "${text}"`);
  return value;
}
