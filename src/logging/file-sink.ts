import { writeSync } from 'node:fs';
import { type Sink } from './sink.js';

const NEWLINE = 0x0a;

/** Writes to a file or device at once, and reports an error such as a full disk. */
export class FileSink implements Sink {
  readonly waiting = 0;
  readonly isTerminal = false;
  /** Whether the last write ended inside a line, since the disk was full. */
  #torn = false;

  constructor(private readonly descriptor: number) {}

  write(text: string, done: (error?: Error) => void): void {
    const bytes = Buffer.from(this.#torn ? `\n${text}` : text);
    let written = 0;
    try {
      while (written < bytes.length) written += writeSync(this.descriptor, bytes, written);
      this.#torn = false;
    } catch (error) {
      if (written > 0) this.#torn = bytes[written - 1] !== NEWLINE;
      return done(error as Error);
    }
    done();
  }
}
