import { FileWatch } from '../../files/file-watch.js';
import { type LocalPrincipal } from '../principal.js';
import { FILE_MAX_BYTES } from './bounds.js';
import { type Fault } from './fault.js';
import { parsePrincipals, type Reserved } from './parse-principals.js';

/** A principals file as it was read at start, without a fault. */
export interface PrincipalsFileSettings {
  readonly path: string;
  /** Of what was read; see `readSmallFile`. */
  readonly identity: string;
  readonly principals: readonly LocalPrincipal[];
}

export interface PrincipalsFileObserver {
  /** The file was read again, and counts. */
  accepted(principals: readonly LocalPrincipal[]): void;
  /** It was read again and has faults: what it said before still counts. */
  refused(faults: readonly Fault[]): void;
  /** It cannot be read: what it said before still counts. `reason` fits after its path. */
  unreadable(reason: string): void;
}

/** Follows a principals file. One with a fault changes nothing. */
export class PrincipalsFile {
  /** Whether the file, as it is now, is what counts. */
  valid = true;
  private acceptedAt = performance.now();
  private readonly watch: FileWatch;

  constructor(
    { path, identity }: PrincipalsFileSettings,
    private readonly reserved: Reserved,
    private readonly observer: PrincipalsFileObserver,
  ) {
    this.watch = new FileWatch({
      path,
      identity,
      maxBytes: FILE_MAX_BYTES,
      changed: (text) => this.changed(text),
      unreadable: (reason) => {
        this.valid = false;
        observer.unreadable(reason);
      },
    });
  }

  /** Since when what it says counts, seconds. */
  get ageSeconds(): number {
    return (performance.now() - this.acceptedAt) / 1_000;
  }

  stop(): void {
    this.watch.stop();
  }

  private changed(text: string): void {
    const parsed = parsePrincipals(text, this.reserved);
    this.valid = 'principals' in parsed;
    if ('faults' in parsed) return this.observer.refused(parsed.faults);
    this.acceptedAt = performance.now();
    this.observer.accepted(parsed.principals);
  }
}
