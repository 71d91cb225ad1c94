// Streams share the Buffers that wait: a wrong count ends streams that cost nothing, or lets the process grow.
import { type Holder, MemoryBudget, REFERENCE_BYTES, type SharedMemory } from './memory-budget.js';

class Waiting implements Holder {
  private pieces: SharedMemory[];

  constructor(
    private readonly budget: MemoryBudget,
    readonly principal: string,
    buffers: readonly Buffer[],
  ) {
    budget.enter(this);
    this.pieces = buffers.map((bytes) => budget.hold(bytes));
  }

  get share(): number {
    return this.pieces.reduce((sum, { memory, holders }) => sum + memory.byteLength / holders, 0);
  }

  get isCut(): boolean {
    return this.pieces.length === 0;
  }

  cut(): void {
    for (const piece of this.pieces.splice(0)) this.budget.release(piece);
    this.budget.leave(this);
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const kilobytes = (n: number) => Buffer.alloc(n * 1_000);

describe('the memory budget', () => {
  it('counts a piece of memory once, whole, and each reference to it', () => {
    const budget = new MemoryBudget(1e9);
    const batch = kilobytes(100);
    const holders = [batch, batch.subarray(50), batch].map((bytes) => new Waiting(budget, 'a', [bytes]));
    expect(budget.bytes).toBe(100_000 + 3 * REFERENCE_BYTES);
    holders[0]!.cut();
    expect(budget.bytes).toBe(100_000 + 2 * REFERENCE_BYTES);
    for (const holder of holders) holder.cut();
    expect(budget.bytes).toBe(0);
  });

  it('cuts the largest holder of the principal that holds most, and none whose memory is shared', async () => {
    const cuts: string[] = [];
    const budget = new MemoryBudget(1_000_000, (principal) => cuts.push(principal));
    const batch = kilobytes(300);
    const many = Array.from({ length: 50 }, () => new Waiting(budget, 'good', [batch]));
    const big = new Waiting(budget, 'greedy', [kilobytes(300)]);
    const small = new Waiting(budget, 'greedy', [kilobytes(100)]);
    const alone = new Waiting(budget, 'other', [kilobytes(250)]);
    await turn();
    expect(cuts).toEqual([]);
    const last = new Waiting(budget, 'greedy', [kilobytes(200)]);
    await turn();
    expect(cuts).toEqual(['greedy']);
    expect([big, small, alone, last, ...many].filter(({ isCut }) => isCut)).toEqual([big]);
    expect(budget.bytes).toBeLessThanOrEqual(1_000_000);
  });
});
