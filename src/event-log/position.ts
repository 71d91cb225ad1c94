/**
 * The position of an entry in the event log. `epoch` identifies the log. `n` counts its entries, so a missing number shows a
 * missing entry. `ms` is the time of the append: it tells two entries apart that got the same `n` because a failover lost
 * the first of them.
 */
export interface Position {
  readonly epoch: string;
  readonly ms: number;
  readonly n: number;
}

const FORM = /^([0-9a-z]{1,16})-(\d{1,15})-(\d{1,15})$/;

/** `<epoch>-<ms>-<n>`: the SSE id and the `last_event_id` of the API. */
export function formatPosition({ epoch, ms, n }: Position): string {
  return `${epoch}-${ms}-${n}`;
}

/** Reads what `formatPosition` wrote; returns undefined for any other text. */
export function parsePosition(text: string): Position | undefined {
  const [, epoch, ms, n] = FORM.exec(text) ?? [];
  if (epoch === undefined) return undefined;
  const position = { epoch, ms: Number(ms), n: Number(n) };
  return formatPosition(position) === text ? position : undefined;
}

export function samePosition(a: Position, b: Position): boolean {
  return a.n === b.n && a.ms === b.ms && a.epoch === b.epoch;
}
