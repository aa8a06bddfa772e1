import { useEffect, useState } from 'preact/hooks';
import { parseAddress } from '../address/address.ts';
import { ThemeSwitch } from './theme-switch.tsx';
import { type View, views } from './views.ts';
import { ViewPanel } from './view-panel.tsx';

/** The page: what it is about, the way to the views, and the views that were opened, one of them shown. */
export function App() {
  const shown = useShownView();
  const [opened, setOpened] = useState<readonly View[]>([]);
  if (!opened.includes(shown)) setOpened([...opened, shown]);
  useEffect(() => {
    document.title = `${shown.title} - Unsaturate playground`;
  }, [shown]);
  return (
    <>
      <header>
        <div>
          <h1>Unsaturate playground</h1>
          <ThemeSwitch />
        </div>
        <p class="lead">
          A unit of a neural network that is pushed to its limit has no slope left to learn from: it is
          saturated. Noise that grows with saturation gives the slope back. See how, and train networks with
          it, all in this page.
        </p>
        <nav aria-label="Views">
          {views.map(({ name, title }) => (
            <a key={name} href={`#${name}`} {...(name === shown.name && { 'aria-current': 'page' as const })}>
              {title}
            </a>
          ))}
        </nav>
      </header>
      <main>
        {opened.map((view) => (
          <ViewPanel key={view.name} view={view} hidden={view !== shown} />
        ))}
      </main>
      <footer>
        After C. Gulcehre, M. Moczulski, M. Denil, Y. Bengio,{' '}
        <a href="https://arxiv.org/abs/1603.00391">Noisy Activation Functions</a>, ICML 2016. Nothing you do
        here leaves your browser.
      </footer>
    </>
  );
}

/** The view that the address names, or the first. */
function useShownView(): View {
  const current = (): View => views.find(({ name }) => name === parseAddress(location.hash).view) ?? views[0];
  const [view, setView] = useState(current);
  useEffect(() => {
    const follow = (): void => setView(current());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return view;
}
