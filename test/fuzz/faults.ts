/** After this many different faults a campaign ends. */
const ENOUGH = 5;

/** What was found, each kind once. */
export class Faults {
  private readonly found = new Map<string, string>();

  constructor(private readonly onFault?: (fault: string) => void) {}

  get all(): string[] {
    return [...this.found.values()];
  }

  get enough(): boolean {
    return this.found.size >= ENOUGH;
  }

  isNew(fault: string): boolean {
    return !this.found.has(kindOf(fault));
  }

  /** In place of one of its kind. `shownBy`: what shows it. */
  add(fault: string, shownBy?: string): void {
    const text = shownBy ? `${fault}\n  ${shownBy}` : fault;
    this.found.set(kindOf(fault), text);
    this.onFault?.(text);
  }
}

/** Without ids, times and other people's words. */
function kindOf(fault: string): string {
  return fault.replace(/"[^"]*"|\d{4,}|[\w-]{20,}/g, '').slice(0, 120);
}
