import { styleText } from 'node:util';
import { prettyFactory } from 'pino-pretty';
import { type Cluster } from './cluster.js';
import { followLog } from './log-follower.js';

const COLOURS = ['cyan', 'magenta', 'yellow', 'green', 'blue', 'red'] as const;
const pretty = prettyFactory({
  colorize: false,
  singleLine: true,
  translateTime: 'HH:MM:ss.l',
  ignore: 'pid,hostname,instance',
});

/** Prints the logs of the instances until `signal` aborts. Each line begins with the name of its instance, in its colour. */
export function printLogs(cluster: Cluster, signal: AbortSignal): Promise<unknown> {
  const following = cluster.instances.map(({ name, logFile }, index) => {
    const colour = COLOURS[index % COLOURS.length]!;
    const prefix = process.stdout.isTTY ? styleText(colour, name.padEnd(12)) : name.padEnd(12);
    const print = (line: string) => process.stdout.write(`${prefix} ${pretty(line) ?? line}`);
    return followLog(logFile, print, signal);
  });
  return Promise.all(following);
}

/** Returns the text that is printed after the start: the addresses, and three commands to try, none of which shows a credential. */
export function welcome({ nginx, instances, redis, prometheus, headerFile }: Cluster): string {
  const events = `${nginx.baseUrl}/operator/api/events`;
  const event = '{"event_type":"status.changed","module":"switch","severity":"info","summary":"Hello"}';
  const processes = [...instances, { name: 'redis', pid: redis.pid }];
  return `
${nginx.baseUrl}${prometheus ? `   Prometheus ${prometheus.baseUrl}/alerts` : ''}

Open a stream with a token that is issued for it:
  curl -sN "${events}/stream?token=$(curl -s -X POST -H @${headerFile} ${events}/sse-token | grep -oE '[A-Za-z0-9_-]{43}')"
Publish an event:
  curl -s -H @${headerFile} -H 'Content-Type: application/json' -d '${event}' ${events}
List published events:
  curl -s -H @${headerFile} "${events}?limit=10"

Kill any of these processes; it is started again: ${processes.map(({ name, pid }) => `${name} ${pid}`).join(', ')}. Ctrl-C ends all processes.

`;
}
