import { Injectable } from '@nestjs/common';

/** Knows whether this instance is shutting down. */
@Injectable()
export class Lifecycle {
  private leaving = false;

  /** It is shutting down and takes no new streams. */
  get draining(): boolean {
    return this.leaving;
  }

  beginDraining(): void {
    this.leaving = true;
  }
}
