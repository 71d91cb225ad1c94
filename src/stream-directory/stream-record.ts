import { type FilterNames, type OpenStream } from './open-stream.js';
import { type ListedStream } from './stream-directory.interface.js';

/** The properties of a stream that do not change while it is open. */
type StreamRecord = Omit<ListedStream, 'instance' | 'position' | 'lag' | 'waitingBytes'>;

/** Names of a filter in a record, at most. */
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

/** Returns the record of a stream, with the first `NAMES_MAX` names of its filter. */
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

/** Reads what `formatRecord` wrote; returns undefined for any other text. */
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

/** A principal's name as JSON, as records and places contain it. */
export function principalText(principal: string): string {
  return JSON.stringify(principal);
}
