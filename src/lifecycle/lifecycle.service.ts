import { Injectable } from '@nestjs/common';

/** Where this instance is between its start and its end. */
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
