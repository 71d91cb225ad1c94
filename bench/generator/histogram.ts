const SUB_BUCKET_BITS = 5;
const SUB_BUCKETS = 1 << SUB_BUCKET_BITS;
const BUCKETS = 32 * SUB_BUCKETS;

/** Counts times in microseconds, in fixed buckets that are about 3 % wide. Recording allocates no memory. */
export class Histogram {
  private readonly counts: Float64Array;
  private highest = 0;

  constructor(state?: HistogramState) {
    this.counts = state ? Float64Array.from(state.counts) : new Float64Array(BUCKETS);
    this.highest = state?.highest ?? 0;
  }

  /** Counts `value`, in µs, `times` times. A negative value counts as zero. */
  record(value: number, times = 1): void {
    const index = bucketOf(value);
    this.counts[index] = (this.counts[index] as number) + times;
    if (value > this.highest) this.highest = value;
  }

  add(other: HistogramState): void {
    other.counts.forEach((count, index) => (this.counts[index] = (this.counts[index] as number) + count));
    this.highest = Math.max(this.highest, other.highest);
  }

  reset(): void {
    this.counts.fill(0);
    this.highest = 0;
  }

  get count(): number {
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  /** The largest value recorded, µs. */
  get max(): number {
    return this.highest;
  }

  /** Returns the value, in µs, that `share` (0 to 1) of the values do not exceed; 0 if there are none. */
  quantile(share: number): number {
    const wanted = this.count * share;
    let seen = 0;
    for (let index = 0; index < BUCKETS; index++) {
      seen += this.counts[index] as number;
      if (seen > 0 && seen >= wanted) return Math.min(upperEdge(index), this.highest);
    }
    return this.highest;
  }

  /** Returns a copy that can be sent to another process. */
  state(): HistogramState {
    return { counts: this.counts.slice(), highest: this.highest };
  }
}

export interface HistogramState {
  counts: Float64Array;
  highest: number;
}

function bucketOf(value: number): number {
  if (value < SUB_BUCKETS) return value > 0 ? value | 0 : 0;
  const whole = Math.min(value, 0x7fffffff) | 0;
  const exponent = 31 - Math.clz32(whole);
  const shift = exponent - SUB_BUCKET_BITS;
  return (shift + 1) * SUB_BUCKETS + ((whole >> shift) & (SUB_BUCKETS - 1));
}

function upperEdge(index: number): number {
  if (index < SUB_BUCKETS) return index;
  const shift = Math.floor(index / SUB_BUCKETS) - 1;
  return (SUB_BUCKETS + (index % SUB_BUCKETS) + 1) * 2 ** shift - 1;
}
