/** A position in the log, the value of `id:`, with the form `<epoch>-<ms>-<n>`. */
export interface Position {
  /** Names the log; another epoch is another log. */
  readonly epoch: string;
  /** The time of the event by the clock of the log, ms since 1970. Never falls within an epoch. */
  readonly ms: number;
  /** The number of the event in the log. Each event has the next number. */
  readonly n: number;
}

const POSITION = /^([A-Za-z0-9]{1,64})-([0-9]{1,15})-([0-9]{1,15})$/;

/** Parses a position. Returns undefined if `text` is not one. */
export function parsePosition(text: string): Position | undefined {
  const [, epoch, ms, n] = POSITION.exec(text) ?? [];
  return epoch === undefined ? undefined : { epoch, ms: Number(ms), n: Number(n) };
}
