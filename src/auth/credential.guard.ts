import { type IncomingMessage } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Refusal } from '../problems/refusal.js';
import { ruleOf } from '../endpoints/endpoint.decorator.js';
import { CredentialCheck } from './credential-check.service.js';

/** Checks the credential of every request against the rule of its route. */
@Injectable()
export class CredentialGuard implements CanActivate {
  constructor(private readonly check: CredentialCheck) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = ruleOf(context.getHandler())?.access;
    if (!access) throw new Refusal('route_without_rule');
    // The guards of the stream route check the caller.
    if (access === 'public' || access === 'stream') return true;
    const request = context.switchToHttp().getRequest<IncomingMessage>();
    await this.check.require(request, access === 'principal' ? undefined : access);
    return true;
  }
}
