import { closeSync, constants, fchmodSync, fstatSync, openSync, statSync } from 'node:fs';
import { FileSink } from '../logging/file-sink.js';
import { type Sink } from '../logging/sink.js';

/** How often the path is compared with the file that is open, ms. */
const LOOK_MS = 1_000;
/** Nobody but the user of the service reads it. */
const MODE = 0o600;

/** Opening a pipe must not wait for its reader. */
const FLAGS = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK;

/**
 * The file of the audit trail. Opened anew when `reopen` is called, and with the first line a second or more after it was moved
 * away, as logrotate does.
 */
export class AuditFile implements Sink {
  readonly waiting = 0;
  readonly isTerminal = false;
  private descriptor: number;
  private file: FileSink;
  private lookedAt = performance.now();

  /** @throws Error if `path` cannot be opened for appending, or is neither a file nor a device */
  constructor(private readonly path: string) {
    this.descriptor = open(path);
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

  /** Opens the path again. Returns false if that fails: lines go on into the file that is open, and it is tried again. */
  reopen(): boolean {
    const before = this.descriptor;
    try {
      this.descriptor = open(this.path);
    } catch {
      return false;
    }
    this.file = new FileSink(this.descriptor);
    try {
      closeSync(before);
    } catch {
      // Nothing more is written to it.
    }
    return true;
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

/** Opens a file or device for appending. A file is made readable for its owner only, also one that was there. */
function open(path: string): number {
  const descriptor = openSync(path, FLAGS, MODE);
  const status = fstatSync(descriptor);
  if (status.isFile()) fchmodSync(descriptor, MODE);
  if (status.isFile() || status.isCharacterDevice()) return descriptor;
  closeSync(descriptor);
  throw new Error('it is neither a file nor a device');
}
