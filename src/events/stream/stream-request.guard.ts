import { type ServerResponse } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { addressKey, clientAddress } from '../../http/client-address.js';
import { invalidRequest } from '../../problems/problem.js';
import { headerCredential } from '../../auth/header-credential.js';
import { StreamQuery } from './stream-query.js';
import { StreamAdmission } from './stream-admission.service.js';
import { type StreamRequest } from './stream-request.js';

/**
 * Everything that can turn a stream request away without touching its token, in the order of the contract: its form,
 * its query, whether this instance takes streams now. Stands before `StreamTokenGuard`.
 */
@Injectable()
export class StreamRequestGuard implements CanActivate {
  constructor(private readonly admission: StreamAdmission) {}

  canActivate(execution: ExecutionContext): boolean {
    const http = execution.switchToHttp();
    const request = http.getRequest<StreamRequest>();
    const {
      query,
      headers,
      context: { body },
    } = request;
    const response = http.getResponse<ServerResponse>();
    // Its turn on the connection may never come, and meanwhile its token would be spent and its place taken.
    if (!response.socket) throw invalidRequest([{ field: 'request', message: 'must not be pipelined behind another' }]);
    // Unread, it would stop node from reading the connection, and so from noticing its end.
    if (body) throw invalidRequest([{ field: 'body', message: 'must not come with a request for a stream' }]);
    request.streamQuery = StreamQuery.parse(query, {
      lastEventId: [headers['last-event-id']].flat()[0],
      credential: headerCredential(headers) !== undefined,
    });
    const entry = this.admission.admit(request.streamQuery.lists, addressKey(clientAddress(request)));
    const { place } = entry;
    request.streamGate = entry;
    request.streamPlace = place;
    response.once('close', () => place.release());
    return true;
  }
}
