import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { type RoutedRequest } from '../http/routed-request.js';
import { TokenStoreUnavailableError } from '../token-store/token-store.errors.js';
import { type Grant } from '../token-store/token-store.interface.js';
import { type StreamGate } from './stream-gate.js';
import { PrincipalAccess } from './principal-access.service.js';
import { StreamTokens } from './stream-tokens.service.js';

/** Stands before the stream as the last guard: a token in the query is spent here, and nowhere else. */
@Injectable()
export class StreamTokenGuard implements CanActivate {
  constructor(
    private readonly principals: PrincipalAccess,
    private readonly tokens: StreamTokens,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<RoutedRequest>();
    const { token } = request.query;
    const gate = request.streamGate;
    if (!gate) throw new Error('A stream was asked for and not admitted.');
    const grant =
      typeof token === 'string' ? await this.redeem(token, request, gate) : await this.byHeader(request, gate);
    gate.enter(grant);
    request.context.grant = grant;
    return true;
  }

  private async byHeader(request: RoutedRequest, gate: StreamGate): Promise<Grant> {
    const { name, rights, expiresAt, fingerprint } = await this.principals.require(request, 'read');
    const grant = { principal: name, rights, expiresAt, fingerprint, issuedAt: Date.now() };
    gate.ask(grant);
    return grant;
  }

  private async redeem(token: string, request: RoutedRequest, gate: StreamGate): Promise<Grant> {
    try {
      return await this.tokens.redeem(token, request.context, gate);
    } catch (error) {
      // Unspent, or spent for nobody: the client is asked to try again rather than refused for good.
      if (error instanceof TokenStoreUnavailableError) throw gate.refusal('store_unavailable');
      throw error;
    }
  }
}
