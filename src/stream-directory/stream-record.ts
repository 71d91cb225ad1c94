import { type FilterNames, type OpenStream } from './open-stream.js';
import { type ListedStream } from './stream-directory.interface.js';

/** What of a stream does not change while it is open. */
export type StreamRecord = Omit<ListedStream, 'instance' | 'position' | 'lag' | 'waitingBytes'>;

/** Names of a filter that are kept, at most. */
const NAMES_MAX = 20;

type Row = [
  principal: string,
  since: number,
  address: string,
  resumes: number,
  leftOut: number,
  types: readonly string[] | null,
  modules: readonly string[] | null,
  severities: readonly string[] | null,
];

export function recordOf({ id, principal, openedAt, filter, origin }: OpenStream): StreamRecord {
  let [left, leftOut] = [NAMES_MAX, 0];
  const shortened = (names: readonly string[] | undefined) => {
    const kept = names?.slice(0, left);
    left -= kept?.length ?? 0;
    leftOut += (names?.length ?? 0) - (kept?.length ?? 0);
    return kept;
  };
  const { severities, modules, types } = filter.lists;
  const filters: FilterNames = {
    severities: shortened(severities),
    modules: shortened(modules),
    types: shortened(types),
  };
  const since = Math.round(performance.timeOrigin + openedAt);
  const { address, resumes } = origin;
  return { id, principal, since, address, resumes, filters, filterNamesLeftOut: leftOut };
}

/** `<id> <JSON>`, at most some 1,700 bytes. The JSON begins with `[` and `principalText`, then a comma. */
export function formatRecord(record: StreamRecord): string {
  const { id, principal, since, address, resumes, filters, filterNamesLeftOut } = record;
  const { types = null, modules = null, severities = null } = filters;
  const row: Row = [principal, since, address, resumes, filterNamesLeftOut, types, modules, severities];
  return `${id} ${JSON.stringify(row)}`;
}

/** Undefined for what `formatRecord` did not write. */
export function parseRecord(text: string): StreamRecord | undefined {
  const space = text.indexOf(' ');
  try {
    const row = JSON.parse(text.slice(space + 1)) as Row;
    if (!Array.isArray(row) || row.length !== 8) return undefined;
    const [principal, since, address, resumes, filterNamesLeftOut, types, modules, severities] = row;
    const filters = { types: types ?? undefined, modules: modules ?? undefined, severities: severities ?? undefined };
    return { id: text.slice(0, space), principal, since, address, resumes, filters, filterNamesLeftOut };
  } catch {
    return undefined;
  }
}

/** A principal's name as it stands in a record. */
export function principalText(principal: string): string {
  return JSON.stringify(principal);
}
