/** Items that wait, in one queue for each key. The queues take turns, so a key with many items does not delay the others. */
export class FairQueue<T> {
  /** The key whose turn is next comes first. */
  private readonly queues = new Map<string, T[]>();

  /** Whether nothing waits. */
  get empty(): boolean {
    return this.queues.size === 0;
  }

  /** How many items of `key` wait. */
  lengthOf(key: string): number {
    return this.queues.get(key)?.length ?? 0;
  }

  push(key: string, item: T): void {
    const queue = this.queues.get(key);
    if (queue) queue.push(item);
    else this.queues.set(key, [item]);
  }

  /** Takes the oldest item of the key whose turn it is; undefined if nothing waits. */
  shift(): T | undefined {
    const [first] = this.queues;
    if (!first) return undefined;
    const [key, queue] = first;
    const item = queue.shift();
    this.queues.delete(key);
    if (queue.length > 0) this.queues.set(key, queue);
    return item;
  }
}
