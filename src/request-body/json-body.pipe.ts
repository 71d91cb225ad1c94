import { type IncomingMessage } from 'node:http';
import { Injectable, type PipeTransform } from '@nestjs/common';
import { turns } from '../event-loop/turns.js';
import { BodyBudget } from './body-budget.js';
import { type BodyRules } from './body-limits.js';
import { declaredEncoding } from './declared-encoding.js';
import { LARGE_BYTES, LargeBodies } from './large-bodies.js';
import { parseJson } from './parse-json.js';
import { readBytes } from './read-bytes.js';
import { unfold } from './unfold.js';

export interface BodyWish {
  readonly request: IncomingMessage;
  readonly rules: BodyRules;
}

/** Reads the body for a route that has one. It runs after the guards, so nothing is read for a stranger. */
@Injectable()
export class JsonBodyPipe implements PipeTransform<BodyWish, Promise<unknown>> {
  constructor(
    private readonly budget: BodyBudget,
    private readonly large: LargeBodies,
  ) {}

  /**
   * The value of the body; undefined where there is none.
   * @throws Problem `unsupported_media_type`, `payload_too_large`, `invalid_request`, `rate_limited`, `overloaded`
   */
  async transform({ request, rules }: BodyWish): Promise<unknown> {
    const { context, headers } = request;
    if (!context.body) return undefined;
    const encoding = declaredEncoding(headers, rules);
    const share = this.budget.open(context.principal?.name ?? '');
    context.bodyShare = share;
    context.body.invite();
    try {
      const sent = await readBytes(request, rules.maxBytes, share);
      context.body.wasRead();
      if (sent.length === 0) return undefined;
      const bytes = encoding === 'gzip' ? await unfold(sent, rules.maxBytes, share) : sent;
      if (bytes.length > LARGE_BYTES) {
        const principal = context.principal?.name ?? '';
        await this.large.turn(principal, bytes.length, share);
        await turns.wait(principal);
      }
      return parseJson(bytes, share);
    } catch (error) {
      // Its client may have gone before there was a share to release.
      share.release();
      throw error;
    }
  }
}
