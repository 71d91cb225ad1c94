import { MARK_BYTES, writeMark } from './event-mark.js';

/** The text around each event. */
export interface EventWrap {
  before: string;
  after: string;
}

/** Writes events by copying the bytes of one event and replacing its mark, so that the JSON is built only once. */
export class EventTemplate {
  private readonly bytes: Buffer;
  private readonly markAt: number;

  /** @param event any object whose `summary` begins with the 20 characters of `MARK_PLACE`. */
  constructor(event: object, { before, after }: EventWrap = { before: '', after: '' }) {
    this.bytes = Buffer.from(`${before}${JSON.stringify(event)}${after}`, 'latin1');
    this.markAt = this.bytes.indexOf(MARK_PLACE);
    if (this.markAt < 0) throw new Error('The event has no place for its mark.');
  }

  get length(): number {
    return this.bytes.length;
  }

  /** Writes one event into `target` at `offset` and returns where it ends. */
  write(target: Buffer, offset: number, sequence: number, moment: number): number {
    this.bytes.copy(target, offset);
    writeMark(target, offset + this.markAt, sequence, moment);
    return offset + this.bytes.length;
  }

  /** Returns one event as text. */
  text(sequence: number, moment: number): string {
    const target = Buffer.allocUnsafe(this.bytes.length);
    this.write(target, 0, sequence, moment);
    return target.toString('latin1');
  }
}

/** The text in a template that the mark replaces. */
export const MARK_PLACE = '#@'.padEnd(MARK_BYTES, '0');
