import { Controller, HttpCode, Req, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Request } from 'express';
import { Endpoint } from '../../endpoints/endpoint.decorator.js';
import { EVENTS_PATH } from '../../endpoints/paths.js';
import { Caller } from '../../http/caller.decorator.js';
import { type Principal } from '../../principal/principal.js';
import { PUBLISHED_BODY } from '../../request-body/body-limits.js';
import { JsonBody } from '../../request-body/json-body.decorator.js';
import { EventPublisher } from './event-publisher.service.js';
import { PublishLimitGuard } from './publish-limit.guard.js';
import { PublishLimit } from './publish-limit.service.js';
import { PUBLISH } from './publish.description.js';
import { parseEvents } from './parse-events.js';
import { requireWithin } from './require-within.js';

/** The response to a publish call whose events are in the log. */
interface PublishResponse {
  readonly accepted: number;
  /** SSE ids, in the order of the events. */
  readonly ids: string[];
}

@ApiTags('Events')
@Controller()
export class PublishController {
  constructor(
    private readonly publisher: EventPublisher,
    private readonly limit: PublishLimit,
  ) {}

  @Endpoint({
    method: 'POST',
    path: EVENTS_PATH,
    access: 'publish',
    reach: 'outside',
    direct: true,
    audit: 'events.publish',
    purpose: 'Publish one event, or up to 1,000.',
    described: PUBLISH,
  })
  @HttpCode(202)
  @UseGuards(PublishLimitGuard)
  async publish(
    @Req() request: Request,
    @Caller() { name, scope }: Principal,
    @JsonBody(PUBLISHED_BODY) body: unknown,
  ): Promise<PublishResponse> {
    const events = await parseEvents(body);
    requireWithin(scope.publish, events);
    if (this.limit.on) await this.limit.takeRest(name, events.length);
    try {
      const ids = await this.publisher.publish(events, request.context.correlationId);
      request.context.effect = { counts: { events: ids.length } };
      return { accepted: ids.length, ids };
    } catch (error) {
      this.limit.giveBackRest(name, events.length);
      throw error;
    }
  }
}
