import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Request } from 'express';
import { Requires } from '../../endpoints/access.decorators.js';
import { Caller } from '../../http/caller.decorator.js';
import { type Principal } from '../../principal/principal.js';
import { PUBLISHED_BODY } from '../../request-body/body-limits.js';
import { JsonBody } from '../../request-body/json-body.decorator.js';
import { EventPublisher } from './event-publisher.service.js';
import { DescribePublish } from './publish.description.js';
import { parseEvents } from './parse-events.js';
import { requireWithin } from './require-within.js';

/** What a publish call is answered with once the log has the events. */
export interface PublishAnswer {
  readonly accepted: number;
  /** SSE ids, in the order of the events. */
  readonly ids: string[];
}

@ApiTags('Events')
@Controller('operator/api/events')
export class PublishController {
  constructor(private readonly publisher: EventPublisher) {}

  @Post()
  @HttpCode(202)
  @Requires('publish')
  @DescribePublish()
  async publish(
    @Req() request: Request,
    @Caller() { scope }: Principal,
    @JsonBody(PUBLISHED_BODY) body: unknown,
  ): Promise<PublishAnswer> {
    const events = await parseEvents(body);
    requireWithin(scope.publish, events);
    const ids = await this.publisher.publish(events, request.context.correlationId);
    return { accepted: ids.length, ids };
  }
}
