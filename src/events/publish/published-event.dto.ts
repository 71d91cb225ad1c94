import { IsIn, IsString, Length, Matches } from 'class-validator';
import { Optional } from '../../validation/optional.decorator.js';
import { EVENT_ID, ID_FORM, NAME, NAME_FORM, SEVERITIES, SUMMARY_MAX } from '../../validation/event-rules.js';
import { IsPayload } from './is-payload.js';
import { IsTimestamp } from './is-timestamp.js';

const OF_NAME = { message: `must be ${NAME_FORM}` };
const OF_ID = { message: `must be ${ID_FORM}` };
const OF_SUMMARY = { message: `must be text of 1 to ${SUMMARY_MAX} characters` };

/** An event as its publisher sends it. */
export class PublishedEventDto {
  @Matches(NAME, OF_NAME)
  event_type!: string;

  @Matches(NAME, OF_NAME)
  module!: string;

  @IsIn(SEVERITIES, { message: `must be one of ${SEVERITIES.join(', ')}` })
  severity!: string;

  @IsString(OF_SUMMARY)
  @Length(1, SUMMARY_MAX, OF_SUMMARY)
  summary!: string;

  @Optional()
  @IsPayload()
  payload?: Record<string, unknown>;

  @Optional()
  @Matches(EVENT_ID, OF_ID)
  event_id?: string;

  @Optional()
  @Matches(EVENT_ID, OF_ID)
  correlation_id?: string;

  @Optional()
  @IsTimestamp()
  created_at?: string;
}

/** The fields of an event that a publisher may send. */
export const EVENT_FIELDS = [
  'event_type',
  'module',
  'severity',
  'summary',
  'payload',
  'event_id',
  'correlation_id',
  'created_at',
] as const satisfies readonly (keyof PublishedEventDto)[];
