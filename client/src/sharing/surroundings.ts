/** What is used of a browser, and is missing where the types of Node are. */
interface Surroundings {
  readonly navigator?: { readonly locks?: Locks };
  readonly document?: EventTarget;
  readonly BroadcastChannel?: Means['Channel'];
  readonly MessageChannel: Means['MessageChannel'];
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
  readonly MessageChannel: new () => { readonly port1: Channel; readonly port2: Channel };
  /** Where `freeze` and `resume` happen. A worker has none. */
  readonly page: EventTarget | undefined;
}

/** Returns the means, if the page has them and may use them. A page over plain HTTP, other than from localhost, has no locks. */
export async function meansOfSharing(): Promise<Means | undefined> {
  const {
    navigator,
    document: page,
    BroadcastChannel: Channel,
    MessageChannel,
  } = globalThis as unknown as Surroundings;
  const locks = navigator?.locks;
  if (!locks || !Channel) return undefined;
  // A page without an origin may not ask.
  return locks.query().then(
    () => ({ locks, Channel, MessageChannel, page }),
    () => undefined,
  );
}
