import { type Desk } from '../desk.js';
import { step } from '../events/neighbour.js';

/** What keys can do beside what belongs to the desk. */
export interface KeyActions {
  search(): void;
  help(): void;
}

/** Rows that Page Up and Page Down skip. */
const PAGE = 15;

/** All keys, as the help lists them. */
export const KEYS: readonly (readonly [keys: string, what: string])[] = [
  ['j  ↓', 'older event'],
  ['k  ↑', 'newer event'],
  ['Page Down  Page Up', 'fifteen further'],
  ['Enter', 'open its details'],
  ['Esc', 'close the details; then go on with the newest'],
  ['g  Home', 'newest event'],
  ['p', 'pause, or go on'],
  ['/', 'search'],
  ['?', 'this help'],
];

/** Does what a key stands for. Returns whether it stands for anything. */
export function press(key: string, desk: Desk, actions: KeyActions): boolean {
  const action = actionOf(key, desk, actions);
  action?.();
  return action !== undefined;
}

function actionOf(key: string, desk: Desk, actions: KeyActions): (() => void) | undefined {
  const selected = desk.selected.get();
  switch (key) {
    case 'j':
    case 'ArrowDown':
      return () => step(desk, 1);
    case 'k':
    case 'ArrowUp':
      return () => step(desk, -1);
    case 'PageDown':
      return () => step(desk, PAGE);
    case 'PageUp':
      return () => step(desk, -PAGE);
    case 'Enter':
      return selected && (() => desk.select(selected, true));
    case 'Escape':
      return desk.open.get() ? () => desk.select(selected, false) : selected && (() => desk.goOn());
    case 'g':
    case 'Home':
      return () => desk.goOn();
    case 'p':
      return () => (desk.paused.get() ? desk.goOn() : desk.setPaused(true));
    case '/':
      return () => actions.search();
    case '?':
      return () => actions.help();
    default:
      return undefined;
  }
}
