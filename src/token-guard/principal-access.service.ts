import { type IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { type Counter } from 'prom-client';
import { type Principal } from '../principal/principal.js';
import { PrincipalsService } from '../auth/principals.service.js';
import { type Right } from '../principal/principal.js';
import { type RequestContext } from '../http/request-context.js';
import { METRICS } from '../metrics/metrics.catalogue.js';
import { type Problem } from '../problems/problem.js';
import { headerCredential } from '../auth/header-credential.js';
import { type Refusal, refuse } from './refusal.js';

/** Finds out which principal calls, and whether it may. */
@Injectable()
export class PrincipalAccess {
  constructor(
    private readonly principals: PrincipalsService,
    @InjectMetric(METRICS.principalFailures.name) private readonly failures: Counter,
  ) {}

  /**
   * The principal whose credential is in the header. Notes it in the request's context.
   * @throws Problem `auth_required`, `invalid_token`, `forbidden`
   */
  async require({ headers, context }: Pick<IncomingMessage, 'headers' | 'context'>, right?: Right): Promise<Principal> {
    const credential = headerCredential(headers);
    if (credential === undefined) throw this.refused(context, { reason: 'no_credential' });
    const found = this.principals.identify(credential);
    const principal = found instanceof Promise ? await found : found;
    if (!principal) throw this.refused(context, { reason: 'wrong_credential' });
    context.principal = principal;
    if (right && !principal.rights.includes(right)) throw this.refused(context, { reason: 'missing_right', right });
    return principal;
  }

  private refused(context: RequestContext, refusal: Refusal): Problem {
    this.failures.inc({ reason: refusal.reason });
    return refuse(context, refusal);
  }
}
