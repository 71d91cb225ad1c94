import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { type Counter } from 'prom-client';
import { PrincipalsService } from '../auth/principals.service.js';
import { Settings } from '../config/settings.js';
import { type RequestContext } from '../http/request-context.js';
import { METRICS } from '../metrics/metrics.catalogue.js';
import { digestOf, tokenId } from '../sse-token/sse-token.js';
import { type RefusedToken, SseTokenService } from '../sse-token/sse-token.service.js';
import { type Principal } from '../principal/principal.js';
import { type Grant, type TokenDigest } from '../token-store/token-store.interface.js';
import { type StreamGate } from './stream-gate.js';
import { type Refusal, refuse } from './refusal.js';

const REFUSALS: Record<RefusedToken, Refusal> = {
  used: { reason: 'token_used' },
  stale: { reason: 'token_stale' },
  unknown: { reason: 'token_unknown' },
  revoked: { reason: 'token_revoked' },
};

/** What `?token=` may hold: a token, or, where it is still allowed, a principal credential. */
@Injectable()
export class StreamTokens {
  private readonly logger = new Logger('TokenGuard');

  constructor(
    @Inject(Settings) private readonly settings: Settings,
    private readonly principals: PrincipalsService,
    private readonly tokens: SseTokenService,
    @InjectMetric(METRICS.principalsInQuery.name) private readonly inQuery: Counter,
  ) {}

  /**
   * The grant that `token` stands for, once there is a place for its stream. Notes token id and principal in the request's
   * context.
   * @throws Problem `invalid_token`, TokenStoreUnavailableError; SoftRefusal where there is no place: the token is unspent
   */
  async redeem(token: string, context: RequestContext, gate: StreamGate): Promise<Grant> {
    const digest = digestOf(token);
    const principal = this.principals.byDigest(digest);
    if (principal) {
      context.principal = principal;
      this.notePrincipalInQuery(principal.name);
      if (!this.settings.allowPrincipalInQuery) throw refuse(context, { reason: 'principal_in_query' });
      if (!principal.rights.includes('read')) throw refuse(context, { reason: 'missing_right', right: 'read' });
      const { name, rights, expiresAt, fingerprint } = principal;
      const grant = { principal: name, rights, expiresAt, fingerprint, issuedAt: Date.now() };
      gate.ask(grant);
      return grant;
    }
    context.tokenId = tokenId(digest);
    const grant = await this.spend(token, digest, gate);
    if (typeof grant === 'string') throw refuse(context, REFUSALS[grant]);
    context.principal = holderOf(grant);
    return grant;
  }

  /**
   * Its grant, or why there is none. Where there may be no place for the token's principal, it is looked at first, and spent
   * once it has one.
   */
  private async spend(token: string, digest: TokenDigest, gate: StreamGate): Promise<Grant | RefusedToken> {
    let redemption = await this.tokens.redeem(token, digest, gate.doubtful());
    if ('deferred' in redemption) {
      gate.ask(redemption.deferred);
      gate.enter(redemption.deferred);
      redemption = await this.tokens.redeem(token, digest);
    }
    if ('grant' in redemption) return redemption.grant;
    if ('refused' in redemption) return redemption.refused;
    throw new Error('A token was deferred that nobody asked to defer.');
  }

  private notePrincipalInQuery(name: string): void {
    const outcome = this.settings.allowPrincipalInQuery ? 'accepted' : 'refused';
    this.inQuery.inc({ outcome });
    this.logger.warn(`A credential of ${name} came in a URL and was ${outcome}; rotate it and use tokens.`);
  }
}

/** The principal, as its token knows it. */
function holderOf({ principal, rights, modules, severities, expiresAt, fingerprint = '' }: Grant): Principal {
  const expiry = expiresAt === undefined ? {} : { expiresAt };
  return { name: principal, rights, scope: { read: { modules, severities } }, ...expiry, fingerprint };
}
