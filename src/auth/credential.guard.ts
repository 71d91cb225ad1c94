import { type IncomingMessage } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Refusal } from '../problems/refusal.js';
import { ACCESS, type Access } from '../endpoints/access.decorators.js';
import { CredentialCheck } from './credential-check.service.js';

/** Stands before every route of the service, and lets in whom the route's rule names. */
@Injectable()
export class CredentialGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly check: CredentialCheck,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    switch (rule?.kind) {
      case 'public':
        return true;
      case 'stream':
        // Its own guards follow.
        return true;
      case 'principal':
        await this.check.require(context.switchToHttp().getRequest<IncomingMessage>(), rule.right);
        return true;
      case undefined:
        throw new Refusal('route_without_rule');
    }
  }
}
