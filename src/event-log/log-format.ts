/** The newest format that this version reads and writes. In format 1 an event has four fields, in format 2 one text. */
export const NEWEST_FORMAT = 2;

/**
 * The format in which the log is written, as this instance last saw it. The log's meta data says so, to instances of all
 * versions: there is one log, and each of them writes it in that format, or not at all.
 */
export class LogFormat {
  /** Undefined until the log was read. */
  current: number | undefined;

  /** False for the format of a newer version. */
  static isKnown(format: number): boolean {
    return format <= NEWEST_FORMAT;
  }

  /** A log that has to be made anew stays in format 1: there may be instances that know no other. */
  get ofNewLog(): number {
    return this.current === 1 ? 1 : NEWEST_FORMAT;
  }

  /** Takes over what the meta data says; version 1.0.0 says nothing. */
  see(written: string | null): void {
    this.current = written !== null && /^\d{1,14}$/.test(written) ? Number(written) : 1;
  }
}
