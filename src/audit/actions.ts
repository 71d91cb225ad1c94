/** What the audit trail has lines for, and what each says. docs/reference/audit.md is tested against it. */
export const ACTIONS = {
  'token.issue': 'A principal asked for a token.',
  'token.redeem': 'A token came with a request for a stream.',
  'stream.open': 'A stream was opened.',
  'stream.resume': 'A stream was opened that goes on where an earlier one ended.',
  'stream.end': 'A stream is over; the reason says why.',
  'events.publish': 'A principal published events.',
  'sessions.revoke': 'An administrator revoked the tokens and streams of a principal.',
  'stream.revoke': 'An administrator ended a stream.',
  'credential.refuse': 'A request was refused for its credential, or for want of a right.',
  'limit.hit': 'A request met a limit; the reason names it.',
  'principals.reload': 'A file with principals or credentials was read again.',
  'audit.lost': 'Lines before this one could not be written; the count says how many.',
} as const satisfies Record<string, string>;

export type Action = keyof typeof ACTIONS;

/** `done`; `refused`: the caller may not, or not now; `failed`: the service could not. */
export const OUTCOMES = ['done', 'refused', 'failed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** One line, but for its time and its instance. What is not known is absent. */
export interface AuditEntry {
  readonly action: Action;
  readonly outcome: Outcome;
  /** Why it was refused or failed, or why a stream ended. */
  readonly reason?: string | undefined;
  /** Who did it, or whose token or stream it is. */
  readonly principal?: string | undefined;
  /** First 12 hex digits of the token's SHA-256. */
  readonly tokenId?: string | undefined;
  readonly streamId?: string | undefined;
  /** What was acted on: a principal, a stream, a file. */
  readonly target?: string | undefined;
  /** The client's IP address. */
  readonly address?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly counts?: Readonly<Record<string, number>> | undefined;
}
