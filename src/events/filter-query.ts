import { ArrayMaxSize, IsIn, Matches } from 'class-validator';
import { Optional } from '../validation/optional.decorator.js';
import { type FilterLists } from '../streaming/stream-filter.js';
import { FILTER_NAMES_MAX, NAME, NAME_FORM, SEVERITIES } from '../validation/event-rules.js';

/** A parsed query string. */
export type RawQuery = Readonly<Record<string, unknown>>;

const FEW = { message: `must name at most ${FILTER_NAMES_MAX}` };

/** The filters in the query of histories and streams. Each may be repeated or have values separated by commas. */
export class FilterQuery {
  @Optional()
  @IsIn(SEVERITIES, { each: true, message: `must each be one of ${SEVERITIES.join(', ')}` })
  severity?: string[];

  @Optional()
  @ArrayMaxSize(FILTER_NAMES_MAX, FEW)
  @Matches(NAME, { each: true, message: `must each be ${NAME_FORM}` })
  module?: string[];

  @Optional()
  @ArrayMaxSize(FILTER_NAMES_MAX, FEW)
  @Matches(NAME, { each: true, message: `must each be ${NAME_FORM}` })
  event_type?: string[];

  constructor(query: RawQuery) {
    for (const field of ['severity', 'module', 'event_type'] as const) {
      const values = toList(query[field]);
      if (values) this[field] = values;
    }
  }

  get lists(): FilterLists {
    return { severities: this.severity, modules: this.module, types: this.event_type };
  }
}

/** Returns the integer that a text represents; any other value unchanged. */
export function toInteger(value: unknown): unknown {
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
}

function toList(value: unknown): string[] | undefined {
  const values = (Array.isArray(value) ? value : [value]) as unknown[];
  const texts = values.filter((one) => typeof one === 'string');
  const list = [...new Set(texts.flatMap((one) => one.split(',')))];
  return list.length === 0 || (list.length === 1 && list[0] === '') ? undefined : list;
}
