import { Injectable } from '@nestjs/common';

/** Knows whether this instance is shutting down. */
@Injectable()
export class Lifecycle {
  private drainingSince: number | undefined;

  /** It is shutting down and takes no new streams. */
  get draining(): boolean {
    return this.drainingSince !== undefined;
  }

  /** For how long, seconds; 0 while it is not. */
  get drainingSeconds(): number {
    return this.drainingSince === undefined ? 0 : (performance.now() - this.drainingSince) / 1_000;
  }

  beginDraining(): void {
    this.drainingSince = performance.now();
  }
}
