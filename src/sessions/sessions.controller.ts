import { Controller, Delete, Get, Header, HttpCode, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '../endpoints/access.decorators.js';
import { Caller } from '../http/caller.decorator.js';
import { type Principal } from '../principal/principal.js';
import { formatCursor } from '../stream-directory/stream-cursor.js';
import { DescribeEndSessions, DescribeEndStream, DescribeStreams } from './sessions.description.js';
import { SessionsService } from './sessions.service.js';
import { type ListedStreamAnswer, toAnswer } from './listed-stream.answer.js';
import { parsePrincipal, parseStreamId, parseStreamsQuery } from './streams-query.js';

/** A page of the list of streams. */
export interface StreamsAnswer {
  readonly streams: readonly ListedStreamAnswer[];
  /** What to ask for as `after`; null on the last page. */
  readonly next: string | null;
  /** Open streams that no page lists. */
  readonly unlisted: number;
}

@ApiTags('Sessions')
@Controller('operator/api')
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Get('streams')
  @Requires('admin')
  @DescribeStreams()
  @Header('Cache-Control', 'no-store')
  async list(@Query() query: Record<string, unknown>): Promise<StreamsAnswer> {
    const { streams, next, unlisted } = await this.sessions.list(parseStreamsQuery(query));
    return { streams: streams.map(toAnswer), next: next ? formatCursor(next) : null, unlisted };
  }

  @Delete('streams/:id')
  @HttpCode(202)
  @Requires('admin')
  @DescribeEndStream()
  async endStream(@Param('id') id: string, @Caller() { name }: Principal): Promise<{ live_streams: number | null }> {
    const found = await this.sessions.endStream(parseStreamId(id), name);
    return { live_streams: found === null ? null : Number(found) };
  }

  @Delete('principals/:name/sessions')
  @HttpCode(202)
  @Requires('admin')
  @DescribeEndSessions()
  async endSessions(@Param('name') name: string, @Caller() by: Principal): Promise<{ live_streams: number | null }> {
    return { live_streams: await this.sessions.endThoseOf(parsePrincipal(name), by.name) };
  }
}
