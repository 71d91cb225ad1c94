import { closeSync, fstatSync, openSync, statSync } from 'node:fs';
import { FileSink } from '../logging/file-sink.js';
import { type Sink } from '../logging/sink.js';

/** How often the path is compared with the file that is open, ms. */
const LOOK_MS = 1_000;
/** Nobody but the user of the service reads it. */
const MODE = 0o600;

/** The file of the audit trail. Opened anew when it was moved away, as logrotate does, or when `reopen` is called. */
export class AuditFile implements Sink {
  readonly waiting = 0;
  readonly isTerminal = false;
  private descriptor: number;
  private file: FileSink;
  private lookedAt = performance.now();

  /** @throws the system's error if it cannot be opened for appending */
  constructor(private readonly path: string) {
    this.descriptor = openSync(path, 'a', MODE);
    this.file = new FileSink(this.descriptor);
  }

  write(text: string, done: (error?: Error) => void): void {
    const now = performance.now();
    if (now - this.lookedAt >= LOOK_MS) {
      this.lookedAt = now;
      if (this.wasMoved()) this.reopen();
    }
    this.file.write(text, done);
  }

  /** Opens the path again. Where that fails, lines go on into the file that is open. */
  reopen(): void {
    try {
      const next = openSync(this.path, 'a', MODE);
      closeSync(this.descriptor);
      this.descriptor = next;
      this.file = new FileSink(next);
    } catch {
      // The next look at the path tries it again.
    }
  }

  private wasMoved(): boolean {
    try {
      const [there, open] = [statSync(this.path), fstatSync(this.descriptor)];
      return there.ino !== open.ino || there.dev !== open.dev;
    } catch {
      return true;
    }
  }
}
