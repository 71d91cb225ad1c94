import { type Problem } from './problem.js';

/**
 * Why a stream was interrupted. `network`: no response · `status`: a temporary error (429, 5xx) · `token`: the service refused
 * the token, and another one is issued · `soft_refusal`: a 200 with nothing but `retry:` · `ended`, `cut`: the service closed the
 * connection, or it broke · `silent`: no byte for 2.5 heartbeats, or for
 * 1.25 after the page woke up · `buffered`: the service issued a token, but not one byte of the stream arrived, as behind a proxy
 * that keeps it back · `goodbye`: the service announced the end · `protocol`: the
 * response is not an event stream.
 */
export type InterruptionReason =
  'network' | 'status' | 'token' | 'soft_refusal' | 'ended' | 'cut' | 'silent' | 'buffered' | 'goodbye' | 'protocol';

/** A temporary end of the stream. The client waits and reconnects. */
export class Interruption extends Error {
  override readonly name = 'Interruption';

  constructor(
    readonly reason: InterruptionReason,
    /** How long the service asked to wait, ms. */
    readonly askedMs?: number,
    options: { readonly problem?: Problem; readonly cause?: unknown } = {},
  ) {
    super(`The event stream is interrupted (${reason}).`, { cause: options.cause });
    this.problem = options.problem;
  }

  readonly problem: Problem | undefined;
}
