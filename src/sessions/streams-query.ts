import { IsInt, Matches, Max, Min } from 'class-validator';
import { invalidRequest } from '../problems/problem.js';
import { PAGE_MAX, type StreamQuery } from '../stream-directory/stream-directory.interface.js';
import { parseCursor } from '../stream-directory/stream-cursor.js';
import { faultsOf } from '../validation/faults.js';
import { Optional } from '../validation/optional.decorator.js';

const LIMIT_FORM = { message: `must be a whole number from 1 to ${PAGE_MAX}` };
const LIMIT_DEFAULT = 100;
/** A principal's name, also one of an identity provider. */
const PRINCIPAL = /^[^\p{Cc}]{1,512}$/u;
const STREAM_ID = /^[0-9a-z]{11}-[0-9a-f]{8}$/;

/** `?limit=&principal=&after=` */
class StreamsQuery {
  @IsInt(LIMIT_FORM)
  @Min(1, LIMIT_FORM)
  @Max(PAGE_MAX, LIMIT_FORM)
  limit: unknown;

  @Optional()
  @Matches(PRINCIPAL, { message: 'must be the name of a principal' })
  principal?: unknown;

  constructor({ limit, principal }: Readonly<Record<string, unknown>>) {
    this.limit = limit === undefined ? LIMIT_DEFAULT : Number(typeof limit === 'string' && limit !== '' ? limit : NaN);
    if (principal !== undefined) this.principal = principal;
  }
}

/** @throws Problem `invalid_request` with every fault */
export function parseStreamsQuery(query: Readonly<Record<string, unknown>>): StreamQuery {
  const parsed = new StreamsQuery(query);
  const faults = faultsOf(parsed);
  const after = typeof query.after === 'string' ? parseCursor(query.after) : undefined;
  if (query.after !== undefined && !after) faults.push({ field: 'after', message: 'must be the `next` of a page' });
  if (faults.length > 0) throw invalidRequest(faults);
  return { limit: parsed.limit as number, principal: parsed.principal as string | undefined, after };
}

/** @throws Problem `invalid_request` */
export function parsePrincipal(name: string): string {
  if (PRINCIPAL.test(name)) return name;
  throw invalidRequest([{ field: 'name', message: 'must be the name of a principal' }]);
}

/** @throws Problem `invalid_request` */
export function parseStreamId(id: string): string {
  if (STREAM_ID.test(id)) return id;
  throw invalidRequest([{ field: 'id', message: 'must be the id of a stream' }]);
}
