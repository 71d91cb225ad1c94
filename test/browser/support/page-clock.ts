import { type Tab, callIn } from './browser.js';

/** Shifts the wall clock of a page; 0 sets it right. Timers go on as they are, as they do where a clock is set. */
export function shiftClock(tab: Tab, byMs: number): Promise<void> {
  return callIn(
    tab,
    (shift) => {
      const page = window as unknown as { trueDate?: DateConstructor; Date: DateConstructor };
      const True = (page.trueDate ??= page.Date);
      page.Date = new Proxy(True, {
        construct: (_, given) => Reflect.construct(True, given.length > 0 ? given : [True.now() + shift]) as Date,
        get: (_, name) => (name === 'now' ? () => True.now() + shift : (Reflect.get(True, name) as unknown)),
      });
    },
    byMs,
  );
}
