import { parsePrincipals } from '../principal/file/parse-principals.js';
import { CliFailure } from './cli-failure.js';

/** What an entry of a principals file says beside the credential; lists are separated by commas. */
export interface EntryOptions {
  readonly principal?: string;
  readonly rights: string;
  readonly readModules?: string;
  readonly readSeverities?: string;
  readonly publishModules?: string;
  readonly streamsMax?: string;
}

/**
 * The entry for a principal with a credential of this digest, as it stands in a principals file.
 * @throws CliFailure `usage`, with all that the service would refuse
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
    throw new CliFailure('usage', `This is no entry: ${parsed.faults.map(({ message }) => message).join('; ')}.`);
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
