/** A piece of memory, and how many holders have it waiting. */
export interface SharedMemory {
  readonly memory: Memory;
  holders: number;
}

/** The ArrayBuffer of one or more Buffers. */
interface Memory {
  readonly byteLength: number;
}

/** A response whose unread bytes wait in memory: a stream, or a history. */
export interface Holder {
  readonly principal: string;
  /** Its share of the memory that waits, bytes: memory that several holders have in common is divided among them. */
  readonly share: number;
  /** Ends it and frees its memory at once. */
  cut(): void;
}

/** Bytes that a reference in a list takes, about. */
export const REFERENCE_BYTES = 24;
/** Once the budget is exceeded, holders are cut until this part of it is in use, so that it is not exceeded again at once. */
const CUT_TO = 7 / 8;

/**
 * A bound on the bytes that wait in this process until clients read them. Each piece of memory counts once, however many
 * holders it has, and each reference to it counts `REFERENCE_BYTES`. Beyond the bound, the principal that holds most loses
 * its largest holder, and so on.
 */
export class MemoryBudget {
  /** Bytes that wait now. */
  bytes = 0;
  private readonly shared = new Map<Memory, SharedMemory>();
  private readonly holders = new Set<Holder>();
  private scheduled = false;

  constructor(
    readonly max: number,
    private readonly onCut: (principal: string) => void = () => undefined,
  ) {}

  /** From now on `holder` may be cut. */
  enter(holder: Holder): void {
    this.holders.add(holder);
  }

  leave(holder: Holder): void {
    this.holders.delete(holder);
  }

  /** Counts the memory that a Buffer is part of. */
  hold({ buffer }: { readonly buffer: Memory }): SharedMemory {
    let piece = this.shared.get(buffer);
    if (!piece) {
      this.shared.set(buffer, (piece = { memory: buffer, holders: 0 }));
      this.bytes += buffer.byteLength;
    }
    piece.holders++;
    this.bytes += REFERENCE_BYTES;
    if (this.bytes > this.max && !this.scheduled) {
      this.scheduled = true;
      // After the delivery that is under way: its later streams share memory that counts already.
      queueMicrotask(() => this.cutHolders());
    }
    return piece;
  }

  release(piece: SharedMemory): void {
    this.bytes -= REFERENCE_BYTES;
    if (--piece.holders > 0) return;
    this.shared.delete(piece.memory);
    this.bytes -= piece.memory.byteLength;
  }

  private cutHolders(): void {
    this.scheduled = false;
    if (this.bytes <= this.max) return;
    const accounts = this.accounts();
    while (this.bytes > this.max * CUT_TO) {
      const worst = accounts.reduce((one, other) => (other.total > one.total ? other : one));
      const last = worst.holders.pop();
      if (!last) return;
      worst.total -= last.share;
      this.onCut(worst.principal);
      last.holder.cut();
    }
  }

  /** The holders of each principal, smallest first, and the bytes that they hold together. */
  private accounts() {
    const accounts = new Map<
      string,
      { principal: string; total: number; holders: { holder: Holder; share: number }[] }
    >();
    for (const holder of this.holders) {
      const { principal, share } = holder;
      let account = accounts.get(principal);
      if (!account) accounts.set(principal, (account = { principal, total: 0, holders: [] }));
      account.total += share;
      account.holders.push({ holder, share });
    }
    for (const { holders } of accounts.values()) holders.sort((one, other) => one.share - other.share);
    return [...accounts.values()];
  }
}
