import { useValue } from '../use-value.js';
import { nextTheme, THEME } from './theme.js';

/** Switches between the system's theme, light and dark. */
export function ThemeButton() {
  const theme = useValue(THEME);
  return (
    <button
      type="button"
      className="plain"
      onClick={nextTheme}
      aria-label={`Theme: ${theme}`}
      title={`Theme: ${theme}`}
    >
      <svg viewBox="0 0 16 16" width="15" height="15" aria-hidden="true">
        <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.6" />
        {theme === 'system' && <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />}
        {theme === 'dark' && <circle cx="8" cy="8" r="6" fill="currentColor" />}
      </svg>
    </button>
  );
}
