import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { type Request } from 'express';
import { PublishLimit } from './publish-limit.service.js';

/** Refuses a call whose principal may publish no event now, before its body is read. */
@Injectable()
export class PublishLimitGuard implements CanActivate {
  constructor(private readonly limit: PublishLimit) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const { principal } = context.switchToHttp().getRequest<Request>().context;
    if (!this.limit.on || !principal) return true;
    return this.limit.takeFirst(principal.name).then(() => true);
  }
}
