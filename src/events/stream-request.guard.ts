import { type ServerResponse } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { addressKey, clientAddress } from '../http/client-address.js';
import { methodsOf } from '../http/endpoints.js';
import { invalidRequest, Problem } from '../problems/problem.js';
import { headerCredential } from '../auth/header-credential.js';
import { StreamQuery } from './dto/stream-query.js';
import { StreamAdmission } from './stream-admission.service.js';
import { type StreamRequest } from './stream-request.js';

/**
 * Everything that can turn a stream request away without touching its token, in the order of the contract: method,
 * query, whether this instance takes streams now. Stands before `StreamTokenGuard`.
 */
@Injectable()
export class StreamRequestGuard implements CanActivate {
  constructor(private readonly admission: StreamAdmission) {}

  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const request = http.getRequest<StreamRequest>();
    const { method, path, query, headers } = request;
    if (method !== 'GET')
      throw new Problem('method_not_allowed', 'The stream is read with GET.', { allow: methodsOf(path) });
    const response = http.getResponse<ServerResponse>();
    // Its turn on the connection may never come, and meanwhile its token would be spent and its place taken.
    if (!response.socket) throw invalidRequest([{ field: 'request', message: 'must not be pipelined behind another' }]);
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
