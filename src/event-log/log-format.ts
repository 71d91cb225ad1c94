/** The newest format of log entries that this version knows. In format 1 an entry has four fields, in format 2 one text. */
export const NEWEST_FORMAT = 2;

/**
 * The format of the log, as this instance last saw it in the log's metadata. Instances of all versions share one log: each
 * writes it in that format, or refuses to write.
 */
export class LogFormat {
  /** Undefined until the log was read. */
  current: number | undefined;

  /** False for the format of a newer version. */
  static isKnown(format: number): boolean {
    return format <= NEWEST_FORMAT;
  }

  /** The format for a new log. Format 1 is kept, since other instances may know no other. */
  get ofNewLog(): number {
    return this.current === 1 ? 1 : NEWEST_FORMAT;
  }

  /** Takes over the format in the metadata. Version 1.0.0, which writes format 1, leaves it out. */
  see(written: string | null): void {
    this.current = written !== null && /^\d{1,14}$/.test(written) ? Number(written) : 1;
  }
}
