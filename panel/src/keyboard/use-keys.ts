import { useEffect } from 'react';
import { type Desk } from '../desk.js';
import { type KeyActions, press } from './keys.js';
import { LETTER_KEYS } from './letter-keys.js';

/** Makes the keys work wherever the focus is, but where one types or chooses. */
export function useKeys(desk: Desk, actions: KeyActions, enabled: boolean): void {
  useEffect(() => {
    if (!enabled) return;
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.querySelector('dialog[open]')) return;
      if (belongsElsewhere(event)) return;
      if (event.key.length === 1 && !LETTER_KEYS.get()) return;
      const list = document.getElementById('event-list');
      const wasOpen = desk.open.get();
      if (!press(event.key, desk, actions)) return;
      event.preventDefault();
      if (event.key === 'Escape' && wasOpen) list?.focus({ preventScroll: true });
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [desk, actions, enabled]);
}

/** Whether a key means something else where the focus is. */
function belongsElsewhere({ key, target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement) || target === document.body || target.id === 'event-list') return false;
  if (target.matches('input:not([type="checkbox"])')) {
    if (key === 'Escape') target.blur();
    return true;
  }
  // A letter does nothing at a button; Enter presses it, and arrows scroll what has the focus.
  return key.length > 1 && key !== 'Escape';
}
