import { Logger } from '@nestjs/common';
import { type Revocation } from './revocation.js';
import { type RevocationListener } from './revocations.interface.js';

/** Those who follow revocations. One that fails keeps nothing from the others. */
export class Listeners {
  private readonly listeners: RevocationListener[] = [];
  private readonly logger = new Logger('Revocations');

  add(listener: RevocationListener): void {
    this.listeners.push(listener);
  }

  tell(revocation: Revocation): void {
    for (const listener of this.listeners) {
      try {
        listener(revocation);
      } catch (error) {
        this.logger.error(`A revocation was not carried out: ${String(error)}`);
      }
    }
  }
}
