export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The cookie that keeps the reader's choice; the server renders with it, so nothing flashes. */
export const THEME_COOKIE = 'theme';

/** A cookie's value as a theme; anything else means the system's. */
export function parseTheme(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? 'system';
}
