import { useEffect, useState } from 'preact/hooks';
import { themeChange } from './theme-switch.tsx';

/** A number that changes when the colors of the page do: what is drawn on a canvas has to be drawn again. */
export function useColorChange(): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    const note = (): void => setCount((before) => before + 1);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', note);
    addEventListener(themeChange, note);
    return () => {
      dark.removeEventListener('change', note);
      removeEventListener(themeChange, note);
    };
  }, []);
  return count;
}
