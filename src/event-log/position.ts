/**
 * A place in the event log. `n` is consecutive, so holes can be seen; `ms` keeps ids unique when a failover loses the
 * newest entries and `n` is given out a second time; `epoch` is made together with the log.
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

/** Undefined for anything `formatPosition` would not have written. */
export function parsePosition(text: string): Position | undefined {
  const [, epoch, ms, n] = FORM.exec(text) ?? [];
  if (epoch === undefined) return undefined;
  const position = { epoch, ms: Number(ms), n: Number(n) };
  return formatPosition(position) === text ? position : undefined;
}

export function samePosition(a: Position, b: Position): boolean {
  return a.n === b.n && a.ms === b.ms && a.epoch === b.epoch;
}
