import { IsInt, IsString, Max, Min } from 'class-validator';
import { Optional } from '../../validation/optional.decorator.js';
import { invalidRequest } from '../../problems/problem.js';
import { faultsOf } from '../../validation/faults.js';
import { FilterQuery, type RawQuery, toInteger } from '../filter-query.js';

const SNAPSHOT = { default: 5, max: 100 };
const SNAPSHOT_FORM = { message: `must be a whole number from 0 to ${SNAPSHOT.max}` };

/** `?token=&severity=&module=&event_type=&snapshot=&last_event_id=`; anything else is ignored. */
export class StreamQuery extends FilterQuery {
  @Optional()
  @IsString({ message: 'must be given once' })
  token?: unknown;

  @IsInt(SNAPSHOT_FORM)
  @Min(0, SNAPSHOT_FORM)
  @Max(SNAPSHOT.max, SNAPSHOT_FORM)
  snapshot: unknown;

  /** Where the stream goes on; the header wins over the query. Never a fault: a browser sends it by itself. */
  readonly lastEventId: string | undefined;

  private constructor(query: RawQuery, lastEventIdHeader: string | undefined) {
    super(query);
    if (query.token !== undefined) this.token = query.token;
    this.snapshot = query.snapshot === undefined ? SNAPSHOT.default : toInteger(query.snapshot);
    const inQuery = [query.last_event_id].flat().at(-1);
    this.lastEventId = lastEventIdHeader || (typeof inQuery === 'string' && inQuery) || undefined;
  }

  /** @throws Problem `invalid_request` with every fault */
  static parse(
    query: RawQuery,
    headers: { lastEventId?: string | undefined; credential: boolean },
  ): StreamQuery & { snapshot: number } {
    const parsed = new StreamQuery(query, headers.lastEventId);
    const faults = faultsOf(parsed);
    if (parsed.token !== undefined && headers.credential) {
      faults.push({ field: 'token', message: 'must not come together with a credential in the header' });
    }
    if (faults.length > 0) throw invalidRequest(faults);
    return parsed as StreamQuery & { snapshot: number };
  }
}
