import { type TailCompanion } from '../event-log/tail-companion.js';
import { type RawEntry } from '../event-log/redis-log-entry.js';
import { type KnownRevocations } from './known-revocations.js';

/** The greatest second part of an id: after it, XREAD returns no entry with the same number. */
const LAST = '18446744073709551615';

/**
 * The Redis stream from which all instances learn of revocations. The id of an entry is `<number>-0`. Its field `revoked` names
 * the principal or stream; another entry means that all revocations must be read again.
 */
export class ControlStream implements TailCompanion {
  constructor(
    readonly key: string,
    private readonly known: KnownRevocations,
    readonly check: () => Promise<void>,
  ) {}

  get position(): string {
    return `${this.known.appliedUpTo}-${LAST}`;
  }

  async take(entries: readonly RawEntry[]): Promise<void> {
    for (const [id, [name, key]] of entries) {
      const number = Number(id.slice(0, id.indexOf('-')));
      if (!this.known.apply(number, name === 'revoked' ? key : undefined)) await this.check();
    }
  }
}
