import { type IncomingMessage } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ACCESS, type Access } from '../auth/access.decorators.js';
import { PrincipalAccess } from './principal-access.service.js';
import { refuse } from './refusal.js';

/** Stands before every route and lets in whom the route's rule names. */
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly access: PrincipalAccess,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    const request = context.switchToHttp().getRequest<IncomingMessage>();
    switch (rule?.kind) {
      case 'public':
        return true;
      case 'stream':
        // Its own guard follows.
        return true;
      case 'principal':
        await this.access.require(request, rule.right);
        return true;
      case undefined:
        throw refuse(request.context, { reason: 'route_without_rule' });
    }
  }
}
