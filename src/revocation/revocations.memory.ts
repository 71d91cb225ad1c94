import { type Generations } from './generations.js';
import { Listeners } from './listeners.js';
import { keyOf, type Revocable, type RevocationTarget } from './revocation.js';
import { type RevocationListener, type Revocations } from './revocations.interface.js';

/** Revocations in the memory of one process, for running without Redis. The token store in memory has the same generations. */
export class MemoryRevocations implements Revocations {
  private readonly listeners = new Listeners();

  constructor(private readonly generations: Generations) {}

  get newest(): number {
    return this.generations.newest;
  }

  generation(): Promise<number> {
    return Promise.resolve(this.newest);
  }

  revokePrincipal(principal: string): Promise<number> {
    return this.revoke({ principal });
  }

  revokeStream(stream: string): Promise<number> {
    return this.revoke({ stream });
  }

  follow(listener: RevocationListener): void {
    this.listeners.add(listener);
  }

  revokes(session: Revocable): boolean {
    return this.generations.revokes(session);
  }

  private revoke(target: RevocationTarget): Promise<number> {
    const generation = this.generations.next(keyOf(target));
    this.listeners.notify({ ...target, generation });
    return Promise.resolve(generation);
  }
}
