import { type EventFields, type EventFilter } from '../event-log/event-log.interface.js';

/** Allowed values per field; an absent list allows every value, an empty one none. */
export interface FilterLists {
  readonly types?: readonly string[] | undefined;
  readonly modules?: readonly string[] | undefined;
  readonly severities?: readonly string[] | undefined;
}

/** Which events a stream shows. Filters with the same `key` show the same events and share their rendering. */
export class StreamFilter implements EventFilter {
  readonly key: string;
  /** True if every event passes. */
  readonly open: boolean;
  private readonly types: ReadonlySet<string> | undefined;
  private readonly modules: ReadonlySet<string> | undefined;
  private readonly severities: ReadonlySet<string> | undefined;

  constructor({ types, modules, severities }: FilterLists = {}) {
    this.types = types && new Set(types);
    this.modules = modules && new Set(modules);
    this.severities = severities && new Set(severities);
    this.open = !types && !modules && !severities;
    this.key = [this.types, this.modules, this.severities]
      .map((set) => (set ? [...set].sort().join(',') : '*'))
      .join(' ');
  }

  /** The intersection of two filters: a request can narrow what its grant allows, and never widen it. */
  static narrowed(granted: FilterLists, requested: FilterLists): StreamFilter {
    return new StreamFilter({
      types: common(granted.types, requested.types),
      modules: common(granted.modules, requested.modules),
      severities: common(granted.severities, requested.severities),
    });
  }

  /** The lists that the filter was made of, without repeated values. */
  get lists(): FilterLists {
    const { types, modules, severities } = this;
    return { types: types && [...types], modules: modules && [...modules], severities: severities && [...severities] };
  }

  matches({ type, module, severity }: EventFields): boolean {
    return (
      this.open ||
      ((this.types?.has(type) ?? true) &&
        (this.modules?.has(module) ?? true) &&
        (this.severities?.has(severity) ?? true))
    );
  }
}

function common(a: readonly string[] | undefined, b: readonly string[] | undefined): readonly string[] | undefined {
  return a && b ? a.filter((value) => b.includes(value)) : (a ?? b);
}
