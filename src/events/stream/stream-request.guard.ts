import { type ServerResponse } from 'node:http';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { addressKey, clientAddress } from '../../http/client-address.js';
import { nodeRequest, nodeResponse } from '../../http/node-http.js';
import { contextOf } from '../../http/request-context.js';
import { type RoutedRequest } from '../../http/routed-request.js';
import { invalidRequest } from '../../problems/problem.js';
import { EVENTS_OPTIONS, type EventsOptions } from '../events.options.js';
import { StreamAdmission } from './stream-admission.service.js';
import { StreamOpening } from './stream-opening.js';
import { StreamQuery } from './stream-query.js';

/**
 * Everything that can turn a stream request away without touching its token, in the order of the contract: its form,
 * its query, whether this instance takes streams now. Stands before `StreamTokenGuard`.
 */
@Injectable()
export class StreamRequestGuard implements CanActivate {
  constructor(
    private readonly admission: StreamAdmission,
    @Inject(EVENTS_OPTIONS) private readonly options: EventsOptions,
  ) {}

  canActivate(execution: ExecutionContext): boolean {
    const http = execution.switchToHttp();
    const request = nodeRequest(http.getRequest<RoutedRequest>());
    const response = nodeResponse(http.getResponse<ServerResponse>());
    // Its turn on the connection may never come, and meanwhile its token would be spent and its place taken.
    if (!response.socket) throw invalidRequest([{ field: 'request', message: 'must not be pipelined behind another' }]);
    // Unread, it would stop node from reading the connection, and so from noticing its end.
    if (contextOf(request).body) {
      throw invalidRequest([{ field: 'body', message: 'must not come with a request for a stream' }]);
    }
    const query = StreamQuery.parse(request.query, request.headers);
    const place = this.admission.admit(addressKey(clientAddress(request)));
    const opening = new StreamOpening(query, place, this.options.quota);
    request.streamGate = opening;
    response.once('close', () => opening.release());
    return true;
  }
}
