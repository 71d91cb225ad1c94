import { type TailCompanion } from '../event-log/tail-companion.js';
import { type RawEntry } from '../event-log/redis-log-entry.js';
import { type KnownRevocations } from './known-revocations.js';
import { type Supersessions } from './supersessions.js';

/** Reads the state that the control stream tells changes of. */
export interface ControlSource {
  /** Id of the last entry; `0-0` for an empty stream. */
  last(): Promise<string>;
  /** Applies all revocations and supersessions that the store has. */
  check(): Promise<void>;
}

type Id = readonly [number: number, part: number];

/**
 * The Redis stream from which all instances learn of revocations and supersessions. A revocation has the id `<number>-0` and the
 * field `revoked` with the key of the principal or stream. A supersession has the field `superseded` with
 * `<digest of the entry> <seat>`, and the next id after that of the newest entry, with the same number as the newest revocation.
 * Where an id does not follow the one before, or an entry is neither, all must be read again.
 */
export class ControlStream implements TailCompanion {
  /** The last entry that was applied. */
  private id: Id = [0, 0];

  constructor(
    readonly key: string,
    private readonly known: KnownRevocations,
    private readonly supersessions: Supersessions,
    private readonly source: ControlSource,
  ) {}

  get position(): string {
    return this.id.join('-');
  }

  /** What is added while the store is read is read again: to apply an entry twice does no harm. */
  readonly check = async (): Promise<void> => {
    const before = parseId(await this.source.last());
    await this.source.check();
    // Lower than before if the stream was deleted meanwhile, because another program had written to it.
    const after = parseId(await this.source.last());
    this.id = isBefore(after, before) ? after : before;
  };

  async take(entries: readonly RawEntry[]): Promise<void> {
    for (const [text, [field, value = '']] of entries) {
      const id = parseId(text);
      const applied = field === 'superseded' ? this.supersede(id, value) : this.revoke(id, field, value);
      if (!applied) return this.check();
      this.id = id;
    }
  }

  private revoke([number]: Id, field: string | undefined, key: string): boolean {
    return this.known.apply(number, field === 'revoked' ? key : undefined);
  }

  private supersede([number, part]: Id, value: string): boolean {
    const [entry = '', seat] = value.split(' ');
    this.supersessions.supersede(entry, Number(seat));
    return number === this.id[0] && part === this.id[1] + 1;
  }
}

function parseId(text: string): Id {
  const [number = 0, part = 0] = text.split('-').map(Number);
  return [number, part];
}

function isBefore(one: Id, other: Id): boolean {
  return one[0] < other[0] || (one[0] === other[0] && one[1] < other[1]);
}
