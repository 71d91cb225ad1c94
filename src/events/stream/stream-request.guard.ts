import { type ServerResponse } from 'node:http';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { addressKey, clientAddress } from '../../http/client-address.js';
import { nodeRequest, nodeResponse } from '../../http/node-http.js';
import { contextOf } from '../../http/request-context.js';
import { type RoutedRequest } from '../../http/routed-request.js';
import { invalidRequest } from '../../problems/problem.js';
import { EVENTS_OPTIONS, type EventsOptions } from '../events.options.js';
import { StreamAdmission } from './stream-admission.service.js';
import { StreamCookies } from './stream-cookies.service.js';
import { StreamOpening } from './stream-opening.js';
import { StreamQuery } from './stream-query.js';

/**
 * Checks a request for a stream before `StreamTokenGuard` redeems its token: first its form, then its query, then whether this
 * instance takes another stream now.
 */
@Injectable()
export class StreamRequestGuard implements CanActivate {
  constructor(
    private readonly admission: StreamAdmission,
    private readonly cookies: StreamCookies,
    @Inject(EVENTS_OPTIONS) private readonly options: EventsOptions,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const http = execution.switchToHttp();
    const request = nodeRequest(http.getRequest<RoutedRequest>());
    const response = nodeResponse(http.getResponse<ServerResponse>());
    // The response to a pipelined request may never be sent, and meanwhile its token would be spent and its place taken.
    if (!response.socket) throw invalidRequest([{ field: 'request', message: 'must not be pipelined behind another' }]);
    // While a body is unread, node does not read the connection, and so does not notice its end.
    if (contextOf(request).body) {
      throw invalidRequest([{ field: 'body', message: 'must not come with a request for a stream' }]);
    }
    const query = StreamQuery.parse(request.query, request.headers);
    const cookie = await this.cookies.of(request, query);
    const place = this.admission.admit(addressKey(clientAddress(request)));
    const opening = new StreamOpening(query, place, this.options.quota, cookie);
    request.streamGate = opening;
    response.once('close', () => opening.release());
    return true;
  }
}
