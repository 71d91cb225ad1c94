/** Why Redis may answer and yet take no writes; `other` is whatever else it replies to the probe. */
export const REFUSAL_REASONS = ['readonly', 'oom', 'disk', 'noreplicas', 'acl', 'other'] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** A write that Redis refused, and the words in which it did. */
export interface WriteRefusal {
  readonly reason: RefusalReason;
  readonly message: string;
}

/** The first word of Redis' error. */
const REASONS: Readonly<Record<string, RefusalReason>> = {
  READONLY: 'readonly',
  OOM: 'oom',
  MISCONF: 'disk',
  NOREPLICAS: 'noreplicas',
  NOPERM: 'acl',
};

/** The refusal that an error tells of; undefined if it is about something else, such as a lost connection. */
export function refusalOf(error: unknown): WriteRefusal | undefined {
  if (!(error instanceof Error)) return undefined;
  const reason = REASONS[error.message.split(' ', 1)[0] ?? ''];
  return reason && { reason, message: error.message };
}

/** Whether nothing at all can be written, so that no token can be redeemed either: the store is as good as away. */
export function refusesEverything({ reason }: WriteRefusal): boolean {
  return reason === 'readonly' || reason === 'disk' || reason === 'noreplicas';
}
