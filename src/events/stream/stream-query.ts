import { type IncomingHttpHeaders } from 'node:http';
import { IsInt, Max, Min } from 'class-validator';
import { headerCredential } from '../../http/header-credential.js';
import { invalidRequest } from '../../problems/problem.js';
import { positionOf } from '../../streaming/marks.js';
import { faultsOf } from '../../validation/faults.js';
import { FilterQuery, type RawQuery, toInteger } from '../filter-query.js';

const SNAPSHOT = { default: 5, max: 100 };
const SNAPSHOT_FORM = { message: `must be a whole number from 0 to ${SNAPSHOT.max}` };

/** The query of a stream: `?severity=&module=&event_type=&snapshot=&last_event_id=`. The token is read elsewhere. */
export class StreamQuery extends FilterQuery {
  @IsInt(SNAPSHOT_FORM)
  @Min(0, SNAPSHOT_FORM)
  @Max(SNAPSHOT.max, SNAPSHOT_FORM)
  readonly snapshot: number;

  /** What the client sent back, from the header, else from the query. Not checked here: a browser sends it by itself. */
  readonly lastEventId: string | undefined;

  /** The id after which the stream goes on, which may be malformed; undefined where the client has seen nothing. */
  readonly position: string | undefined;

  private constructor(query: RawQuery, lastEventIdHeader: string | undefined) {
    super(query);
    // Any other value than a number is a fault, so that `parse` throws.
    this.snapshot = query.snapshot === undefined ? SNAPSHOT.default : (toInteger(query.snapshot) as number);
    const inQuery = [query.last_event_id].flat().at(-1);
    const queried = typeof inQuery === 'string' && inQuery !== '' ? inQuery : undefined;
    this.lastEventId = lastEventIdHeader || queried;
    this.position = this.lastEventId && (positionOf(this.lastEventId) ?? (queried && positionOf(queried)));
  }

  /** @throws Problem `invalid_request` with every fault */
  static parse(query: RawQuery, headers: IncomingHttpHeaders): StreamQuery {
    const parsed = new StreamQuery(query, [headers['last-event-id']].flat()[0]);
    const faults = faultsOf(parsed);
    const { token } = query;
    if (token !== undefined && typeof token !== 'string')
      faults.push({ field: 'token', message: 'must be given once' });
    if (token !== undefined && headerCredential(headers) !== undefined) {
      faults.push({ field: 'token', message: 'must not come together with a credential in the header' });
    }
    if (faults.length > 0) throw invalidRequest(faults);
    return parsed;
  }
}
