import { setImmediate } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { parsePosition } from '../../event-log/position.js';
import { type RoutedRequest } from '../../http/routed-request.js';
import { SoftRefusal } from '../../problems/soft-refusal.js';
import { isBegin, SUPERSEDED } from '../../streaming/marks.js';
import { EVENTS_OPTIONS, type EventsOptions } from '../events.options.js';
import { ShortAnswer } from './short-answer.js';
import { type StreamQuery } from './stream-query.js';

/** Looks after the resume cookies of the browsers that ask for streams with a token. */
@Injectable()
export class StreamCookies {
  constructor(@Inject(EVENTS_OPTIONS) private readonly options: EventsOptions) {}

  /**
   * The cookie that counts for a request; undefined where its stream cannot be resumed.
   * @throws Refusal, ShortAnswer, SoftRefusal
   */
  async of(request: RoutedRequest, { lastEventId, position }: StreamQuery): Promise<string | undefined> {
    const { cookies } = this.options;
    if (request.query.token === undefined) return undefined;
    cookies?.checkSource(request);
    if (lastEventId === SUPERSEDED) throw ShortAnswer.over();
    const cookie = cookies?.of(request);
    if (cookie === undefined) {
      // A browser that was asked to come back and has no cookie yet takes none: its token is redeemed all the same.
      const asked =
        request.headers['last-event-id'] !== undefined || (lastEventId !== undefined && isBegin(lastEventId));
      const setCookie = asked ? undefined : cookies?.offer(request);
      if (setCookie === undefined) return undefined;
      throw ShortAnswer.cookie(setCookie, position && parsePosition(position) ? position : undefined);
    }
    await this.checkOpen(request);
    return cookie;
  }

  /**
   * To resume for a browser that is gone would end the stream that it has by now. After a freeze the request is read one turn of the
   * event loop before the end of its connection, so that turn is waited for. Browsers do not end one side of a connection.
   */
  private async checkOpen({ socket }: RoutedRequest): Promise<void> {
    await setImmediate();
    await setImmediate();
    if (socket.destroyed || socket.readableEnded) throw new SoftRefusal('client_gone');
  }
}
