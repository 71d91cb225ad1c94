import { type ServerResponse } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { methodsOf } from '../http/endpoints.js';
import { Problem } from '../problems/problem.js';
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
    request.streamQuery = StreamQuery.parse(query, {
      lastEventId: [headers['last-event-id']].flat()[0],
      credential: headerCredential(headers) !== undefined,
    });
    const place = this.admission.admit();
    request.streamPlace = place;
    http.getResponse<ServerResponse>().once('close', () => place.release());
    return true;
  }
}
