/** Why Redis may respond and yet refuse writes; `other` is any other error in reply to the probe. */
export const REFUSAL_REASONS = ['readonly', 'oom', 'disk', 'noreplicas', 'acl', 'other'] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** A write that Redis refused. */
export interface WriteRefusal {
  readonly reason: RefusalReason;
  /** The error of Redis. */
  readonly message: string;
}

/** The reason for each first word of an error of Redis. */
const REASONS: Readonly<Record<string, RefusalReason>> = {
  READONLY: 'readonly',
  OOM: 'oom',
  MISCONF: 'disk',
  NOREPLICAS: 'noreplicas',
  NOPERM: 'acl',
};

/** Returns the refusal that an error reports; undefined for any other error, such as a lost connection. */
export function refusalOf(error: unknown): WriteRefusal | undefined {
  if (!(error instanceof Error)) return undefined;
  const reason = REASONS[error.message.split(' ', 1)[0] ?? ''];
  return reason && { reason, message: error.message };
}

/** Whether Redis refuses all writes, so that no token can be redeemed: the store counts as unavailable then. */
export function refusesEverything({ reason }: WriteRefusal): boolean {
  return reason === 'readonly' || reason === 'disk' || reason === 'noreplicas';
}
