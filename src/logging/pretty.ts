import pinoPretty from 'pino-pretty';

/** Log lines for people, written at once so that none is lost at the end. */
export function pretty() {
  return pinoPretty({ sync: true, singleLine: true, ignore: 'pid,hostname,instance', translateTime: 'SYS:HH:MM:ss.l' });
}
