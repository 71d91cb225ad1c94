import { IsIn, IsOptional, IsRFC3339, IsString, Length, Matches } from 'class-validator';
import { EVENT_ID, ID_FORM, NAME, NAME_FORM, SEVERITIES, SUMMARY_MAX } from '../../validation/event-rules.js';
import { IsPayload } from './is-payload.js';

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

  @IsOptional()
  @IsPayload()
  payload?: Record<string, unknown>;

  @IsOptional()
  @Matches(EVENT_ID, OF_ID)
  event_id?: string;

  @IsOptional()
  @Matches(EVENT_ID, OF_ID)
  correlation_id?: string;

  @IsOptional()
  @IsRFC3339({ message: 'must be a time in RFC 3339 form, such as 2026-11-22T08:00:00Z' })
  created_at?: string;
}

/** The fields a publisher may send. */
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
