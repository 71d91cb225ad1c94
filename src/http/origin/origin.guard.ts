import { type IncomingMessage } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ruleOf } from '../../endpoints/endpoint.decorator.js';
import { changesSomething } from '../../endpoints/endpoint-rule.js';
import { contextOf } from '../request-context.js';
import { foreignOrigin } from './cross-origin.js';

/**
 * Refuses pages of other origins where a request changes something: before its credential is looked at, its body read or its
 * token redeemed.
 */
@Injectable()
export class OriginGuard implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    const request = execution.switchToHttp().getRequest<IncomingMessage>();
    if (contextOf(request).origin !== 'foreign') return true;
    const rule = ruleOf(execution.getHandler());
    if (rule && !changesSomething(rule)) return true;
    throw foreignOrigin();
  }
}
