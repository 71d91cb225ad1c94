/** What the checks work on. */
export interface SmokeTarget {
  /** The instance that is checked. */
  readonly baseUrl: string;
  /** Where its tokens are redeemed: another instance, if there is one. */
  readonly other: string;
  /** All of them. */
  readonly all: readonly string[];
  readonly credential: string;
  /** The service's heartbeat in milliseconds. */
  readonly heartbeatMs: number;
  readonly interrupted: AbortSignal;
}

/** One check. Returns what it saw, in a few words. Anything thrown is a failure. */
export interface Check {
  readonly name: string;
  readonly run: (target: SmokeTarget) => Promise<string>;
}

/** Ends a check as failed when `holds` is false. */
export function expect(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}
