/** A tab of a real browser. */
export interface Tab {
  /** Loads a page; one of any status will do. */
  goto(url: string): Promise<void>;
  /** Runs an expression in the page and returns its value, which must be JSON; waits where it is a promise. */
  evaluate<T>(expression: string): Promise<T>;
  /** Shows it, and so hides the other tabs of its window. */
  toFront(): Promise<void>;
  close(): Promise<void>;
}

/** Tabs that share cookies, which no other profile has. */
export interface Profile<T extends Tab = Tab> {
  tab(): Promise<T>;
  close(): Promise<void>;
}

/** A browser that a test drives. It accepts every certificate. */
export interface Browser {
  readonly name: string;
  profile(): Promise<Profile>;
  close(): Promise<void>;
}

/** Calls a function in the page. It must use nothing from outside it but its argument. */
export function callIn<A, R>(tab: Tab, call: (argument: A) => R, argument: A): Promise<Awaited<R>> {
  return tab.evaluate(`(${call.toString()})(${JSON.stringify(argument)})`);
}
