import { beginAfter } from '../../streaming/marks.js';

/** How soon a browser comes back with its cookie, ms. */
const RETRY_MS = 100;

/** Thrown instead of opening a stream, where the response is complete at once and no error. */
export class ShortAnswer extends Error {
  private constructor(
    readonly status: 200 | 204,
    readonly headers: Readonly<Record<string, string>> = {},
    readonly body = '',
  ) {
    super(`a stream was answered with ${status} and not opened`);
    this.name = 'ShortAnswer';
  }

  /** Gives a browser its cookie before its token is redeemed, so that it has both. It comes back at once, and tells so. */
  static cookie(setCookie: string, position: string | undefined): ShortAnswer {
    return new ShortAnswer(200, { 'Set-Cookie': setCookie }, `id: ${beginAfter(position)}\nretry: ${RETRY_MS}\n\n`);
  }

  /** Ends an `EventSource` for good, without an error in its console. */
  static over(): ShortAnswer {
    return new ShortAnswer(204);
  }
}
