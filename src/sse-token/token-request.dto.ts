import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, Matches } from 'class-validator';
import { Optional } from '../validation/optional.decorator.js';
import { invalidRequest } from '../problems/problem.js';
import { NAME, NAME_FORM, SEVERITIES } from '../validation/event-rules.js';
import { CollectedFaults } from '../validation/collected-faults.js';
import { isRecord } from '../validation/faults.js';
import { type TokenRestrictions } from './sse-token.service.js';

const LIST_MAX = 100;

/** The optional body of a token request: what the token's stream may show. */
export class TokenRequestDto {
  @Optional()
  @IsArray({ message: 'must be a list' })
  @ArrayMinSize(1, { message: 'must name at least one' })
  @ArrayMaxSize(LIST_MAX, { message: `must name at most ${LIST_MAX}` })
  @Matches(NAME, { each: true, message: `must each be ${NAME_FORM}` })
  modules?: unknown;

  @Optional()
  @IsArray({ message: 'must be a list' })
  @ArrayMinSize(1, { message: 'must name at least one' })
  @ArrayMaxSize(SEVERITIES.length, { message: `must name at most ${SEVERITIES.length}` })
  @IsIn(SEVERITIES, { each: true, message: `must each be one of ${SEVERITIES.join(', ')}` })
  severities?: unknown;
}

/**
 * What `body` restricts the token to, each name once.
 * @throws Problem `invalid_request` with every fault
 */
export function parseTokenRequest(body: unknown): TokenRestrictions {
  if (body === undefined) return {};
  if (!isRecord(body)) throw invalidRequest([{ field: 'body', message: 'must be an object' }]);
  const dto = new TokenRequestDto();
  if (body.modules !== undefined) dto.modules = body.modules;
  if (body.severities !== undefined) dto.severities = body.severities;
  const faults = new CollectedFaults();
  faults.addUnknown(body, ['modules', 'severities']);
  faults.addThoseOf(dto);
  faults.refuse();
  return withoutRepeats(dto as TokenRestrictions);
}

function withoutRepeats({ modules, severities }: TokenRestrictions): TokenRestrictions {
  return { ...(modules && { modules: unique(modules) }), ...(severities && { severities: unique(severities) }) };
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
