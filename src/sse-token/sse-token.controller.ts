import { Controller, Header, HttpCode, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { Endpoint } from '../endpoints/endpoint.decorator.js';
import { STREAM_PATH, TOKEN_PATH } from '../endpoints/paths.js';
import { clientAddress } from '../http/client-address.js';
import { Caller } from '../http/caller.decorator.js';
import { type Principal } from '../principal/principal.js';
import { TOKEN_REQUEST_BODY } from '../request-body/body-limits.js';
import { JsonBody } from '../request-body/json-body.decorator.js';
import { ResumeCookies } from '../resume-cookie/resume-cookies.js';
import { ISSUE } from './sse-token.description.js';
import { tokenId } from './sse-token.js';
import { SseTokenService } from './sse-token.service.js';
import { parseTokenRequest } from './token-request.dto.js';

/** What a token request is answered with. Both fields say the same: the names of two generations of clients. */
export interface TokenResponse {
  readonly sse_token: string;
  readonly expires_in_sec: number;
  readonly ttl_sec: number;
  readonly endpoint: string;
}

@ApiTags('Events')
@Controller()
export class SseTokenController {
  constructor(
    private readonly tokens: SseTokenService,
    private readonly cookies: ResumeCookies,
  ) {}

  @Endpoint({
    method: 'POST',
    path: TOKEN_PATH,
    access: 'read',
    reach: 'outside',
    direct: true,
    audit: 'token.issue',
    purpose: 'Ask for a token that opens one stream.',
    described: ISSUE,
  })
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async issue(
    @Req() request: Request,
    @Caller() caller: Principal,
    @JsonBody(TOKEN_REQUEST_BODY) body: unknown,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TokenResponse> {
    const restrictions = parseTokenRequest(body);
    const { token, digest, ttlSeconds } = await this.tokens.issue(caller, clientAddress(request), restrictions);
    request.context.tokenId = tokenId(digest);
    request.context.effect = {};
    const cookie = this.cookies.offer(request);
    if (cookie !== undefined) response.setHeader('Set-Cookie', cookie);
    return {
      sse_token: token,
      expires_in_sec: ttlSeconds,
      ttl_sec: ttlSeconds,
      endpoint: STREAM_PATH,
    };
  }
}
