import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { THEME_COOKIE, THEMES, type Theme } from '@/lib/theme';
import { Button } from './Button';

const ICONS = { system: Monitor, light: Sun, dark: Moon };
const A_YEAR_S = 31_536_000;

/** Goes round the three themes; the choice is kept in a cookie. */
export function ThemeButton({ chosen }: { chosen: Theme }) {
  const [theme, setTheme] = useState(chosen);
  const Icon = ICONS[theme];
  const choose = () => {
    const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
    document.cookie = `${THEME_COOKIE}=${next}; path=/; max-age=${A_YEAR_S}; samesite=strict`;
    document.documentElement.dataset.theme = next;
    setTheme(next);
  };
  return (
    <Button aria-label={`Theme: ${theme}`} title={`Theme: ${theme}`} onClick={choose}>
      <Icon aria-hidden className="size-4" />
    </Button>
  );
}
