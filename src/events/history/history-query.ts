import { IsInt, Max, Min } from 'class-validator';
import { Optional } from '../../validation/optional.decorator.js';
import { parsePosition, type Position } from '../../event-log/position.js';
import { invalidRequest } from '../../problems/problem.js';
import { faultsOf } from '../../validation/faults.js';
import { FilterQuery, type RawQuery, toInteger } from '../filter-query.js';

const LIMIT = { default: 100, max: 1_000 };
const LIMIT_FORM = { message: `must be a whole number from 1 to ${LIMIT.max}` };

const POSITIONS = [
  ['after', 'must be a last_event_id'],
  ['before', 'must be a first_event_id'],
] as const;

/** The query of a history: `?limit=&after=&before=&severity=&module=&event_type=`. */
export class HistoryQuery extends FilterQuery {
  @IsInt(LIMIT_FORM)
  @Min(1, LIMIT_FORM)
  @Max(LIMIT.max, LIMIT_FORM)
  limit: unknown;

  @Optional()
  after?: Position;

  @Optional()
  before?: Position;

  private constructor(query: RawQuery) {
    super(query);
    this.limit = query.limit === undefined ? LIMIT.default : toInteger(query.limit);
  }

  /** @throws Problem `invalid_request` with every fault */
  static parse(query: RawQuery): HistoryQuery & { limit: number } {
    const parsed = new HistoryQuery(query);
    const faults = faultsOf(parsed);
    for (const [field, message] of POSITIONS) {
      const text = query[field];
      if (text === undefined) continue;
      const position = typeof text === 'string' ? parsePosition(text) : undefined;
      if (position) parsed[field] = position;
      else faults.push({ field, message });
    }
    if (parsed.after && parsed.before) faults.push({ field: 'before', message: 'must not be given with after' });
    if (faults.length > 0) throw invalidRequest(faults);
    return parsed as HistoryQuery & { limit: number };
  }
}
