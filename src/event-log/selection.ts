/** What one answer has room for: so many entries and bytes, and one entry however large it is. */
export class Selection<Entry> {
  readonly chosen: Entry[] = [];
  /** Something was left out, so that nothing beyond it may be taken. */
  full = false;
  private bytes = 0;

  constructor(
    private readonly limit: number,
    private readonly maxBytes: number,
  ) {
    this.full = limit === 0;
  }

  /** Takes an entry if there is room; false if not. */
  take(entry: Entry, bytes: number): boolean {
    this.full ||= this.chosen.length > 0 && this.bytes + bytes > this.maxBytes;
    if (this.full) return false;
    this.bytes += bytes;
    this.full = this.chosen.push(entry) === this.limit;
    return true;
  }
}
