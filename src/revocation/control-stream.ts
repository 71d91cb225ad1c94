import { type TailCompanion } from '../event-log/tail-companion.js';
import { type RawEntry } from '../event-log/redis-log-entry.js';
import { type KnownRevocations } from './known-revocations.js';

/** Behind every entry of one number, also one of somebody else's. */
const LAST = '18446744073709551615';

/** The stream over which instances tell each other what is revoked. The id of an entry is `<number>-0`. */
export class ControlStream implements TailCompanion {
  constructor(
    readonly key: string,
    private readonly known: KnownRevocations,
    readonly check: () => Promise<void>,
  ) {}

  get position(): string {
    return `${this.known.heard}-${LAST}`;
  }

  async take(entries: readonly RawEntry[]): Promise<void> {
    for (const [id, [name, key]] of entries) {
      const number = Number(id.slice(0, id.indexOf('-')));
      if (!this.known.hear(number, name === 'revoked' ? key : undefined)) await this.check();
    }
  }
}
