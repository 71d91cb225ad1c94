import { type ServerResponse } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from '@nestjs/common';
import { nodeRequest, takeOver } from '../../http/node-http.js';
import { contextOf } from '../../http/request-context.js';
import { leftByName } from '../../http/response-head.js';
import { type RoutedRequest } from '../../http/routed-request.js';
import { SoftRefusal } from '../../problems/soft-refusal.js';
import { EVENT_STREAM, retryFrame } from '../../streaming/sse-frame.js';
import { EVENTS_OPTIONS, type EventsOptions } from '../events.options.js';

/**
 * Responds to a request for a stream that cannot be opened now with 200, `retry:` and an end, so that `EventSource` comes back
 * by itself.
 */
@Catch(SoftRefusal)
export class SoftRefusalFilter implements ExceptionFilter<SoftRefusal> {
  constructor(@Inject(EVENTS_OPTIONS) private readonly options: EventsOptions) {}

  catch({ reason, principal }: SoftRefusal, host: ArgumentsHost): void {
    const request = nodeRequest(host.switchToHttp().getRequest<RoutedRequest>());
    const response = takeOver(host.switchToHttp().getResponse<ServerResponse>());
    this.options.observer?.refusedSoftly(reason);
    // The client is gone. The response does not tell so while it waits behind another one on its connection.
    if (response.destroyed || request.socket.destroyed) return;
    const context = contextOf(request);
    context.softRefusal = reason;
    context.tokenOf ??= principal;
    const frame = retryFrame(SoftRefusal.retryMs());
    response
      .writeHead(200, {
        ...leftByName(context),
        'Content-Type': EVENT_STREAM,
        'Cache-Control': 'no-store',
        'Content-Length': Buffer.byteLength(frame),
        Connection: 'close',
      })
      .end(frame);
  }
}
