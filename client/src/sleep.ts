import { type PageLife } from './page-life.js';

/**
 * Waits for `ms`, or until the page is paused. When the page wakes up, waits for `atLeastMs` only, counted from the begin. Never
 * rejects.
 */
export function sleep(ms: number, life: PageLife, atLeastMs = 0): Promise<void> {
  return new Promise((resolve) => {
    const { signal } = life;
    if (signal.aborted) return resolve();
    const begun = performance.now();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    let timer = setTimeout(end, ms);
    life.onWake = () => {
      clearTimeout(timer);
      timer = setTimeout(end, Math.min(ms, atLeastMs) - (performance.now() - begun));
    };
    signal.addEventListener('abort', end);
  });
}
