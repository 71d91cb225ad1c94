import { writeSync } from 'node:fs';
import { type Sink } from './sink.js';

const NEWLINE = 0x0a;

/** A file or device: it takes what it is given at once, or says why not, as a full disk does. */
export class FileSink implements Sink {
  readonly waiting = 0;
  readonly isTerminal = false;
  /** The disk became full inside a line. */
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
