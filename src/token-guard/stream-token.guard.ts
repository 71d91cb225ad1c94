import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { type RoutedRequest } from '../http/routed-request.js';
import { SoftRefusal } from '../problems/soft-refusal.js';
import { TokenStoreUnavailableError } from '../token-store/token-store.errors.js';
import { type Grant } from '../token-store/token-store.interface.js';
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
    request.context.grant = typeof token === 'string' ? await this.redeem(token, request) : this.byHeader(request);
    return true;
  }

  private byHeader(request: RoutedRequest): Grant {
    const { name, rights } = this.principals.require(request, 'read');
    return { principal: name, rights, issuedAt: Date.now() };
  }

  private async redeem(token: string, request: RoutedRequest): Promise<Grant> {
    try {
      return await this.tokens.redeem(token, request.context);
    } catch (error) {
      // Unspent, or spent for nobody: the client is asked to try again rather than refused for good.
      if (error instanceof TokenStoreUnavailableError) throw new SoftRefusal('store_unavailable');
      throw error;
    }
  }
}
