/** Why a client is asked to open its stream later. */
export type SoftRefusalReason =
  | 'store_unavailable'
  | 'address_pending'
  | 'principal_streams'
  | 'principal_filters'
  | 'unknown_tokens'
  | 'address_streams'
  | 'client_gone';

/**
 * Thrown instead of opening a stream when a later attempt may succeed. The response is a stream that says when to come back
 * and ends. For `EventSource` any status but 200 would be final.
 */
export class SoftRefusal extends Error {
  constructor(
    readonly reason: SoftRefusalReason,
    /** Whose stream it would have been, where that is known. */
    readonly principal?: string,
  ) {
    super(`soft refusal: ${reason}`);
    this.name = 'SoftRefusal';
  }

  /** 2 to 6 seconds, at random, so that those refused do not come back as one. */
  static retryMs(): number {
    return Math.round(2_000 + Math.random() * 4_000);
  }
}
