/** The entries chosen for one page, bounded in number and in bytes. The first one is taken however large it is. */
export class Selection<Entry> {
  readonly chosen: Entry[] = [];
  /** Whether a bound is reached. No later entry is taken then, even a small one, so that the page has no hole. */
  full = false;
  private bytes = 0;

  constructor(
    private readonly limit: number,
    private readonly maxBytes: number,
  ) {
    this.full = limit === 0;
  }

  /** Adds an entry of `bytes`. Returns false if there is no room for it. */
  take(entry: Entry, bytes: number): boolean {
    this.full ||= this.chosen.length > 0 && this.bytes + bytes > this.maxBytes;
    if (this.full) return false;
    this.bytes += bytes;
    this.full = this.chosen.push(entry) === this.limit;
    return true;
  }
}
