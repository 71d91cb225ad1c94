/** The instance that a check runs against, and what it needs for that. */
export interface SmokeTarget {
  /** The instance that is checked. */
  readonly baseUrl: string;
  /** The instance where its tokens are redeemed: another one, if there are several. */
  readonly other: string;
  /** All instances. */
  readonly all: readonly string[];
  readonly credential: string;
  /** The service's heartbeat in milliseconds. */
  readonly heartbeatMs: number;
  readonly interrupted: AbortSignal;
}

/** One check of `smoke`. `run` returns what it found, in a few words, or throws if the check fails. */
export interface Check {
  readonly name: string;
  readonly run: (target: SmokeTarget) => Promise<string>;
}

/** Throws, so that the check fails, if `holds` is false. */
export function expect(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}
