import { prettyFactory } from 'pino-pretty';

/** Makes log lines for people, in colour where the terminal has any. */
export function prettifier(): (line: string) => string {
  const pretty = prettyFactory({
    colorize: process.stdout.hasColors(),
    singleLine: true,
    ignore: 'pid,hostname,instance',
    translateTime: 'SYS:HH:MM:ss.l',
  });
  return (line) => pretty(line) ?? '';
}
