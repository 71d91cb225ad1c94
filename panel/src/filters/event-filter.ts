import { type Entry } from '../events/entry.js';
import { isSeverity, type SeverityName } from '../events/severity.js';

/** Which events are shown. An empty list means all of them. */
export interface EventFilter {
  readonly severities: readonly SeverityName[];
  readonly modules: readonly string[];
  readonly types: readonly string[];
  /** Words that an event must contain, in any order. */
  readonly text: string;
}

export const EVERYTHING: EventFilter = { severities: [], modules: [], types: [], text: '' };

export function isOpen({ severities, modules, types, text }: EventFilter): boolean {
  return severities.length + modules.length + types.length === 0 && text.trim() === '';
}

/** Returns what tells whether an entry is shown. A gap always is, since what is missing there may have been of any kind. */
export function matcherOf({ severities, modules, types, text }: EventFilter): (entry: Entry) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return (entry) => {
    if (entry.kind === 'gap') return true;
    const { severity, module, event_type: type } = entry.event;
    if (severities.length > 0 && !(severities as readonly string[]).includes(severity)) return false;
    if (modules.length > 0 && !modules.includes(module)) return false;
    if (types.length > 0 && !types.includes(type)) return false;
    return words.every((word) => entry.text.includes(word));
  };
}

const list = (query: URLSearchParams, name: string) => [
  ...new Set((query.get(name) ?? '').split(',').filter((one) => one !== '')),
];

/** Reads the filter from the query of the page's address. */
export function filterFrom(query: URLSearchParams): EventFilter {
  return {
    severities: list(query, 'severity').filter(isSeverity),
    modules: list(query, 'module').slice(0, 100),
    types: list(query, 'type').slice(0, 100),
    text: (query.get('q') ?? '').slice(0, 200),
  };
}

/** Writes the filter into a query, which keeps its other parts. */
export function writeFilter(query: URLSearchParams, { severities, modules, types, text }: EventFilter): void {
  // Always in the same order, so that the same filter is the same address.
  const write = (name: string, value: string) => {
    query.delete(name);
    if (value !== '') query.set(name, value);
  };
  write('severity', severities.join(','));
  write('module', modules.join(','));
  write('type', types.join(','));
  write('q', text.trim());
}
