import { Controller, Header, Query, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../../endpoints/endpoint.decorator.js';
import { EVENTS_PATH } from '../../endpoints/paths.js';
import { turns } from '../../event-loop/turns.js';
import { Caller } from '../../http/caller.decorator.js';
import { type Principal } from '../../principal/principal.js';
import { StreamFilter } from '../../streaming/stream-filter.js';
import { type RawQuery } from '../filter-query.js';
import { historyBody } from './history-body.js';
import { HistoryQuery } from './history-query.js';
import { HISTORY } from './history.description.js';
import { HistoryService } from './history.service.js';
import { UnreadResponses } from './unread-responses.interceptor.js';

@ApiTags('Events')
@Controller()
export class HistoryController {
  constructor(private readonly history: HistoryService) {}

  @Endpoint({
    method: 'GET',
    path: EVENTS_PATH,
    access: 'read',
    reach: 'outside',
    purpose: 'Read recent events, oldest first; the polling fallback.',
    described: HISTORY,
  })
  @UseInterceptors(UnreadResponses)
  @Header('Content-Type', 'application/json; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  async list(@Query() query: RawQuery, @Caller() { name, scope }: Principal): Promise<string> {
    const { limit, after, before, lists } = HistoryQuery.parse(query);
    const filter = StreamFilter.narrowed({ ...scope.read }, lists);
    const page = after
      ? await this.history.after(after, limit, filter, name)
      : await this.history.latest(limit, filter, name, before);
    await turns.wait(name);
    return historyBody(page);
  }
}
