import { readFileSync } from 'node:fs';
import { type Settings } from '../config/settings.js';

/** node opens all modules at once when it loads the service: with half as many it hangs and says nothing. */
const LEAST = 1_024;
/** For Redis, for the log and for whatever else is open; none of them waits for a connection to close. */
const OWN = 64;
/** Of the connections, for requests that are no streams. */
const SHORT_REQUESTS = 0.05;

/** How many files this process may have open; node has raised the soft limit to the hard one. Infinity where the system does not tell. */
export function openFilesAllowed(): number {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8');
    return Number(/^Max open files +(\d+)/m.exec(limits)?.[1] ?? Infinity);
  } catch {
    return Infinity;
  }
}

/** Says that the limit is too low for the service; undefined when it is not. */
export function tooFewOpenFiles(allowed: number): string | undefined {
  if (allowed >= LEAST) return undefined;
  return `The limit on open files is ${allowed}; the service needs ${LEAST}, and one more for each stream. Raise it with ulimit -n, LimitNOFILE or ulimits.`;
}

/** How many of them may be connections from outside. */
export function connectionsWithin(allowed: number): number {
  return allowed - OWN;
}

/** `settings` with no more streams than there can be connections, so that one too many is told `overloaded`, not cut. */
export function fitStreams(settings: Settings, connections: number): { settings: Settings; warnings: string[] } {
  const { stream } = settings;
  const max = Math.min(stream.max, Math.floor(connections * (1 - SHORT_REQUESTS)));
  if (max === stream.max) return { settings, warnings: [] };
  const warning = `VX11_STREAMS_MAX is ${stream.max}, but the limit on open files allows ${max} streams: so many are taken.`;
  return { settings: { ...settings, stream: { ...stream, max } }, warnings: settings.production ? [warning] : [] };
}
