/** Something that is waited for. */
export interface Wait {
  /** Ends it: the page is paused, or the reader stops. */
  readonly signal: AbortSignal;
  /** Called when the page wakes up. Set by the one who waits. */
  onWake: () => void;
}

/**
 * Waits for `ms`, or until the page is paused. When the page wakes up, waits for `atLeastMs` only, counted from the begin. Never
 * rejects.
 */
export function sleep(ms: number, wait: Wait, atLeastMs = 0): Promise<void> {
  return new Promise((resolve) => {
    const { signal } = wait;
    if (signal.aborted) return resolve();
    const begun = performance.now();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    let timer = setTimeout(end, ms);
    wait.onWake = () => {
      clearTimeout(timer);
      timer = setTimeout(end, Math.min(ms, atLeastMs) - (performance.now() - begun));
    };
    signal.addEventListener('abort', end);
  });
}
