import { Value } from '../value.js';

const KEY = 'vx11-theme';
const THEMES = ['system', 'light', 'dark'] as const;

/** Light, dark, or as the system has it. */
export type Theme = (typeof THEMES)[number];

const kept = localStorage.getItem(KEY);

/** The theme, kept in this browser. */
export const THEME = new Value<Theme>(THEMES.find((theme) => theme === kept) ?? 'system');

export function nextTheme(): void {
  THEME.set(THEMES[(THEMES.indexOf(THEME.get()) + 1) % THEMES.length]!);
}

function apply(): void {
  const theme = THEME.get();
  document.documentElement.dataset.theme = theme;
  localStorage.setItem(KEY, theme);
}

THEME.subscribe(apply);
apply();
