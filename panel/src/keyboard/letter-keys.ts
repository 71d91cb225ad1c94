import { Value } from '../value.js';

const KEY = 'vx11-letter-keys';

/** Whether single letters do something. Who dictates, or presses keys by accident, can switch them off. */
export const LETTER_KEYS = new Value(localStorage.getItem(KEY) !== 'off');

LETTER_KEYS.subscribe(() => localStorage.setItem(KEY, LETTER_KEYS.get() ? 'on' : 'off'));
