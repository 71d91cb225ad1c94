import { type ServerResponse } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { nodeRequest, takeOver } from '../../http/node-http.js';
import { contextOf } from '../../http/request-context.js';
import { leftByName } from '../../http/response-head.js';
import { type RoutedRequest } from '../../http/routed-request.js';
import { EVENT_STREAM } from '../../streaming/sse-frame.js';
import { ShortAnswer } from './short-answer.js';

/** Responds with a `ShortAnswer`. */
@Catch(ShortAnswer)
export class ShortAnswerFilter implements ExceptionFilter<ShortAnswer> {
  catch({ status, headers, body }: ShortAnswer, host: ArgumentsHost): void {
    const request = nodeRequest(host.switchToHttp().getRequest<RoutedRequest>());
    const response = takeOver(host.switchToHttp().getResponse<ServerResponse>());
    if (response.destroyed || request.socket.destroyed) return;
    const form = status === 200 && { 'Content-Type': EVENT_STREAM, 'Content-Length': Buffer.byteLength(body) };
    const common = { ...leftByName(contextOf(request)), 'Cache-Control': 'no-store', Connection: 'close' };
    response.writeHead(status, { ...common, ...headers, ...form }).end(body);
  }
}
