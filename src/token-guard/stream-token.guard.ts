import { type IncomingMessage } from 'node:http';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { addressKey, clientAddress } from '../http/client-address.js';
import { nodeRequest } from '../http/node-http.js';
import { contextOf } from '../http/request-context.js';
import { type RoutedRequest } from '../http/routed-request.js';
import { type Principal } from '../principal/principal.js';
import { Refusal } from '../problems/refusal.js';
import { SoftRefusal } from '../problems/soft-refusal.js';
import { digestOf, tokenId } from '../sse-token/sse-token.js';
import { type PresentedToken, SseTokenService } from '../sse-token/sse-token.service.js';
import { TokenStoreUnavailableError } from '../token-store/token-store.errors.js';
import { type Grant, type RedeemedToken, type TokenDigest } from '../token-store/token-store.interface.js';
import { TOKEN_GUARD_OPTIONS, type TokenGuardOptions } from './token-guard.options.js';

declare module 'http' {
  interface IncomingMessage {
    /** What the caller may see, where the request passed `StreamTokenGuard` and no gate took it. */
    grant?: Grant | undefined;
  }
}

/**
 * The last guard of a stream route. Only here a token is redeemed. Gives the grant to the
 * request's gate, or leaves it in `request.grant` where there is no gate.
 */
@Injectable()
export class StreamTokenGuard implements CanActivate {
  constructor(
    private readonly tokens: SseTokenService,
    @Inject(TOKEN_GUARD_OPTIONS) private readonly options: TokenGuardOptions,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = nodeRequest(context.switchToHttp().getRequest<RoutedRequest>());
    const { token } = request.query;
    const { grant, seat } =
      typeof token === 'string' ? await this.byToken(token, request) : { grant: await this.byCaller(request) };
    if (request.streamGate) request.streamGate.enter(grant, seat);
    else request.grant = grant;
    return true;
  }

  private async byCaller(request: IncomingMessage): Promise<Grant> {
    if (!this.options.withoutToken) throw new Refusal('no_token');
    const grant = await this.options.withoutToken(request);
    await request.streamGate?.ask(grant);
    return grant;
  }

  private async byToken(token: string, request: IncomingMessage): Promise<RedeemedToken> {
    const digest = digestOf(token);
    const { unknownTokens } = this.options;
    const address = unknownTokens && addressKey(clientAddress(request));
    if (address !== undefined && !this.tokens.issuedHere(digest) && !unknownTokens!.admit(address)) {
      throw new SoftRefusal('unknown_tokens');
    }
    const byCredential = this.options.credentialInQuery?.(digest, request);
    if (byCredential) {
      await request.streamGate?.ask(byCredential);
      return { grant: byCredential };
    }
    const about = contextOf(request);
    about.tokenId = tokenId(digest);
    const presented = await this.redeem(token, digest, request);
    if (address !== undefined && 'refused' in presented && presented.refused === 'unknown')
      unknownTokens!.note(address);
    if ('refused' in presented) {
      about.tokenOf = presented.principal;
      about.trace?.redeemed(presented.refused);
      throw new Refusal(`token_${presented.refused}`);
    }
    about.principal = holderOf(presented.grant);
    about.trace?.redeemed();
    return presented;
  }

  private async redeem(token: string, digest: TokenDigest, request: IncomingMessage): Promise<PresentedToken> {
    const { trace } = contextOf(request);
    trace?.redeeming();
    try {
      return await this.tokens.redeem(token, request.streamGate, digest);
    } catch (error) {
      // The token is unspent, or spent without a stream. EventSource takes any refusal as final, so it is asked to come back.
      const refusal = error instanceof TokenStoreUnavailableError ? new SoftRefusal('store_unavailable') : error;
      trace?.redeemed(refusal instanceof SoftRefusal ? refusal.reason : 'internal_error');
      throw refusal;
    }
  }
}

/** The principal, as its token knows it. */
function holderOf({ principal, rights, modules, severities, expiresAt, fingerprint = '' }: Grant): Principal {
  const expiry = expiresAt === undefined ? {} : { expiresAt };
  return { name: principal, rights, scope: { read: { modules, severities } }, ...expiry, fingerprint };
}
