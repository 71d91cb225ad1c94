import { type IncomingMessage } from 'node:http';
import { Controller, Header, HttpCode, Param, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../endpoints/endpoint.decorator.js';
import { PRINCIPALS_PATH, STREAMS_PATH } from '../endpoints/paths.js';
import { type RequestContext } from '../http/request-context.js';
import { formatCursor } from '../stream-directory/stream-cursor.js';
import { END_SESSIONS, END_STREAM, STREAMS } from './sessions.description.js';
import { SessionsService } from './sessions.service.js';
import { type ListedStreamResponse, toAnswer } from './listed-stream.response.js';
import { parsePrincipal, parseStreamId, parseStreamsQuery } from './streams-query.js';

/** A page of the list of streams. */
export interface StreamsResponse {
  readonly streams: readonly ListedStreamResponse[];
  /** What to ask for as `after`; null on the last page. */
  readonly next: string | null;
  /** Open streams that no page lists. */
  readonly unlisted: number;
}

/** What was revoked had so many live streams, by the leases; null where that is not known. */
export interface RevokedResponse {
  readonly live_streams: number | null;
}

@ApiTags('Sessions')
@Controller()
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Endpoint({
    method: 'GET',
    path: STREAMS_PATH,
    access: 'admin',
    reach: 'outside',
    purpose: 'Who is connected, at all instances.',
    described: STREAMS,
  })
  @Header('Cache-Control', 'no-store')
  async list(@Query() query: Record<string, unknown>): Promise<StreamsResponse> {
    const { streams, next, unlisted } = await this.sessions.list(parseStreamsQuery(query));
    return { streams: streams.map(toAnswer), next: next ? formatCursor(next) : null, unlisted };
  }

  @Endpoint({
    method: 'DELETE',
    path: `${STREAMS_PATH}/:id`,
    access: 'admin',
    reach: 'outside',
    audit: 'stream.revoke',
    purpose: 'End one stream, at whichever instance it is.',
    described: END_STREAM,
  })
  @HttpCode(202)
  async endStream(@Param('id') id: string, @Req() { context }: IncomingMessage): Promise<RevokedResponse> {
    const stream = parseStreamId(id);
    const found = await this.sessions.endStream(stream, context.principal!.name);
    return revoked(context, stream, found === null ? null : Number(found));
  }

  @Endpoint({
    method: 'DELETE',
    path: `${PRINCIPALS_PATH}/:name/sessions`,
    access: 'admin',
    reach: 'outside',
    audit: 'sessions.revoke',
    purpose: 'Revoke the tokens of a principal and end its streams, at all instances.',
    described: END_SESSIONS,
  })
  @HttpCode(202)
  async endSessions(@Param('name') name: string, @Req() { context }: IncomingMessage): Promise<RevokedResponse> {
    const principal = parsePrincipal(name);
    return revoked(context, principal, await this.sessions.endThoseOf(principal, context.principal!.name));
  }
}

function revoked(context: RequestContext, target: string, streams: number | null): RevokedResponse {
  context.effect = { target, ...(streams !== null && { counts: { streams } }) };
  return { live_streams: streams };
}
