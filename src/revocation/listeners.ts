import { Logger } from '@nestjs/common';
import { type Revocation } from './revocation.js';
import { type RevocationListener } from './revocations.interface.js';

/** The listeners of `Revocations.follow`. If one throws, the others are called all the same. */
export class Listeners {
  private readonly listeners: RevocationListener[] = [];
  private readonly logger = new Logger('Revocations');

  add(listener: RevocationListener): void {
    this.listeners.push(listener);
  }

  notify(revocation: Revocation): void {
    for (const listener of this.listeners) {
      try {
        listener(revocation);
      } catch (error) {
        this.logger.error(`A revocation was not carried out: ${String(error)}`);
      }
    }
  }
}
