import { type IncomingMessage } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Refusal } from '../problems/refusal.js';
import { ruleOf } from '../endpoints/endpoint.decorator.js';
import { CredentialCheck } from './credential-check.service.js';

/** Stands before every route of the service, and lets in whom the route's rule names. */
@Injectable()
export class CredentialGuard implements CanActivate {
  constructor(private readonly check: CredentialCheck) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = ruleOf(context.getHandler())?.access;
    if (!access) throw new Refusal('route_without_rule');
    // The guards of a stream follow.
    if (access === 'public' || access === 'stream') return true;
    const request = context.switchToHttp().getRequest<IncomingMessage>();
    await this.check.require(request, access === 'principal' ? undefined : access);
    return true;
  }
}
