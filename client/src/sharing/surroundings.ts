/** What is used of a browser, and is missing where the types of Node are. */
interface Surroundings {
  readonly navigator?: { readonly locks?: Locks };
  readonly BroadcastChannel?: new (name: string) => Channel;
}

export interface Locks {
  /** Rejects with AbortError when the signal aborts before the lock is held, or when another one steals it. */
  request(
    name: string,
    options: { readonly signal?: AbortSignal; readonly steal?: boolean },
    hold: () => Promise<void> | undefined,
  ): Promise<void>;
  query(): Promise<unknown>;
}

export interface Channel {
  onmessage: ((message: { readonly data: unknown }) => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

/** What sharing takes of a browser. */
export interface Means {
  readonly locks: Locks;
  readonly Channel: new (name: string) => Channel;
}

/** Returns the means, if the page has them and may use them. A page over plain HTTP, other than from localhost, has no locks. */
export async function meansOfSharing(): Promise<Means | undefined> {
  const { navigator, BroadcastChannel: Channel } = globalThis as unknown as Surroundings;
  const locks = navigator?.locks;
  if (!locks || !Channel) return undefined;
  // A page without an origin may not ask.
  return locks.query().then(
    () => ({ locks, Channel }),
    () => undefined,
  );
}
