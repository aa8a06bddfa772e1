import { useLayoutEffect, useState } from 'preact/hooks';

const themes = { system: 'Auto', light: 'Light', dark: 'Dark' } as const;
type Theme = keyof typeof themes;

const key = 'unsaturate-theme';

/** Chooses between light, dark and what the system prefers; remembered. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState(remembered);
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    remember(theme);
    dispatchEvent(new Event(themeChange));
  }, [theme]);
  return (
    <label class="theme">
      Colors{' '}
      <select value={theme} onChange={({ currentTarget }) => setTheme(currentTarget.value as Theme)}>
        {Object.entries(themes).map(([name, label]) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Fires on the window when the visitor has chosen other colors; what is drawn on a canvas has to be drawn again. */
export const themeChange = 'theme-change';

function remembered(): Theme {
  try {
    const theme = localStorage.getItem(key) ?? '';
    return theme in themes ? (theme as Theme) : 'system';
  } catch {
    return 'system'; // no storage is allowed here
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(key, theme);
  } catch {
    // It lasts until the page is closed.
  }
}
