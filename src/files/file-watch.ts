import { stat } from 'node:fs/promises';
import { identityOf, readSmallFile, reasonOf, UnreadableFileError } from './read-file.js';

/** How often the file is looked at, ms. */
const EVERY_MS = 250;

export interface FileWatchOptions {
  readonly path: string;
  readonly maxBytes: number;
  /** Of what was read already. */
  readonly identity: string;
  /** The content of the file has changed. */
  readonly changed: (text: string) => void;
  /** The file cannot be read any more; `reason` fits after its path. Called once, until it can be read again. */
  readonly unreadable: (reason: string) => void;
}

/**
 * Reads a file again when it was written, replaced by a rename, or when a link on the way to it points elsewhere, as in a
 * Kubernetes volume. It asks for the file's state rather than for notices of the system: those name the file that was there
 * at first, and network file systems have none.
 */
export class FileWatch {
  private timer: NodeJS.Timeout | undefined;
  private seen: string;
  private stopped = false;
  /** A state that may be half written. */
  private unsettled: string | undefined;

  constructor(private readonly options: FileWatchOptions) {
    this.seen = options.identity;
    this.wait();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private wait(): void {
    if (!this.stopped) this.timer = setTimeout(() => void this.look(), EVERY_MS).unref();
  }

  private async look(): Promise<void> {
    const identity = await stat(this.options.path, { bigint: true }).then(identityOf, failureOf);
    if (!this.stopped && identity !== this.seen) this.differs(identity);
    this.wait();
  }

  /** Another file was put in place as a whole. The same one may still be being written: it is read once it stays as it is. */
  private differs(identity: string): void {
    const sameFile = fileIn(identity) === fileIn(this.seen);
    if (sameFile && this.unsettled !== identity) {
      this.unsettled = identity;
      return;
    }
    this.seen = identity;
    try {
      const { text, identity: read } = readSmallFile(this.options.path, this.options.maxBytes);
      this.seen = read;
      this.options.changed(text);
    } catch (error) {
      if (!(error instanceof UnreadableFileError)) throw error;
      this.options.unreadable(error.message);
    }
  }
}

/** Stands for the state of a file that cannot be asked for. */
function failureOf(error: NodeJS.ErrnoException): string {
  return reasonOf(error.code);
}

/** Device and number of the file. */
function fileIn(identity: string): string {
  return identity.split(':', 2).join(':');
}
