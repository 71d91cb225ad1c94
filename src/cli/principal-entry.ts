import { parsePrincipals } from '../principal/file/parse-principals.js';
import { CliFailure } from './cli-failure.js';

/** The fields of an entry of a principals file, without its credential. The elements of lists are separated by commas. */
export interface EntryOptions {
  readonly principal?: string;
  readonly rights: string;
  readonly readModules?: string;
  readonly readSeverities?: string;
  readonly publishModules?: string;
  readonly streamsMax?: string;
}

/**
 * Returns the entry of a principals file for a principal whose credential has this digest.
 * @throws CliFailure `usage`, with every fault for which the service would refuse the entry
 */
export function principalEntry(name: string, digest: string, options: EntryOptions): string {
  const { rights, readModules, readSeverities, publishModules, streamsMax } = options;
  const read = reach({ modules: readModules, severities: readSeverities });
  const publish = reach({ modules: publishModules });
  const entry = [
    `  - name: ${name}`,
    `    credentials: ['${digest}']`,
    `    rights: ${list(rights)}`,
    ...(read ? [`    read: ${read}`] : []),
    ...(publish ? [`    publish: ${publish}`] : []),
    ...(streamsMax === undefined ? [] : [`    streams_max: ${streamsMax}`]),
  ].join('\n');
  const parsed = parsePrincipals(`principals:\n${entry}\n`, { name: () => false, digest: () => undefined });
  if ('faults' in parsed) {
    throw new CliFailure(
      'usage',
      `The entry would be refused: ${parsed.faults.map(({ message }) => message).join('; ')}.`,
    );
  }
  return entry;
}

function reach(lists: Readonly<Record<string, string | undefined>>): string | undefined {
  const given = Object.entries(lists).flatMap(([key, names]) =>
    names === undefined ? [] : [`${key}: ${list(names)}`],
  );
  return given.length === 0 ? undefined : `{ ${given.join(', ')} }`;
}

function list(names: string): string {
  const all = names.split(',').map((name) => name.trim());
  return `[${all.join(', ')}]`;
}
