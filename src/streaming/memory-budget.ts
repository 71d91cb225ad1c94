/** Memory that several may keep waiting at once. */
export interface SharedMemory {
  readonly memory: Memory;
  holders: number;
}

/** What several Buffers may be parts of. */
interface Memory {
  readonly byteLength: number;
}

/** Somebody for whom bytes wait. */
export interface Holder {
  readonly principal: string;
  /** Its part of the memory, bytes: what several wait for is divided among them. */
  readonly share: number;
  /** Lets go of all of it, now. */
  cut(): void;
}

/** What a reference in a list takes beside the bytes it refers to. */
export const REFERENCE_BYTES = 24;
/** Down to which part of the budget holders are cut once it is passed, so that it is not passed again at once. */
const RELIEVED = 7 / 8;

/**
 * The memory for everything that waits until clients read it, in this process. Each piece of memory counts once, however
 * many wait for it, and each reference to it a little. When it is passed, holders are cut: of the principal that holds most,
 * the one that holds most, and so on.
 */
export class MemoryBudget {
  /** Bytes that wait now. */
  bytes = 0;
  private readonly shared = new Map<Memory, SharedMemory>();
  private readonly holders = new Set<Holder>();
  private looking = false;

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
    if (this.bytes > this.max && !this.looking) {
      this.looking = true;
      // Not in the middle of a delivery: what is written in this turn is mostly shared.
      queueMicrotask(() => this.relieve());
    }
    return piece;
  }

  release(piece: SharedMemory): void {
    this.bytes -= REFERENCE_BYTES;
    if (--piece.holders > 0) return;
    this.shared.delete(piece.memory);
    this.bytes -= piece.memory.byteLength;
  }

  private relieve(): void {
    this.looking = false;
    if (this.bytes <= this.max) return;
    const accounts = this.accounts();
    while (this.bytes > this.max * RELIEVED) {
      const worst = accounts.reduce((one, other) => (other.total > one.total ? other : one));
      const last = worst.holders.pop();
      if (!last) return;
      worst.total -= last.share;
      this.onCut(worst.principal);
      last.holder.cut();
    }
  }

  /** What each principal holds, and by whom, those who hold least first. */
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
