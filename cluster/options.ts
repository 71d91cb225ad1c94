import { parseArgs } from 'node:util';

export interface ClusterOptions {
  instances: number;
  port: number;
  prometheus: boolean;
}

export const USAGE = `npm run cluster -- [options]

  --instances <n>   how many instances behind nginx, 1 to 20 (3)
  --port <n>        where nginx listens on 127.0.0.1 (8080)
  --no-prometheus   without Prometheus; it is also left out where it is not installed
`;

/** Reads the command line; `undefined` where help is asked for. Throws on what it does not know. */
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
    throw new Error(`${flag} wants a number from ${least} to ${most}, not "${text}"`);
  return value;
}
