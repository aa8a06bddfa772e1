import { useEffect, useRef, useState } from 'preact/hooks';
import type { View } from './views.ts';

/** A view, loaded when it is first shown. It stays while others are shown, so that what it trains goes on. */
export function ViewPanel({ view, hidden }: { readonly view: View; readonly hidden: boolean }) {
  const root = useRef<HTMLDivElement>(null);
  const [failure, setFailure] = useState<string>();
  const [loading, setLoading] = useState(true);
  useEffect(() => {
    let leave: (() => void) | undefined;
    const end = ({ persisted }: PageTransitionEvent): void => {
      if (!persisted) leave?.();
    };
    const open = async (): Promise<void> => {
      try {
        const mount = await view.load();
        leave = mount(root.current!);
        addEventListener('pagehide', end);
      } catch (error) {
        setFailure(error instanceof Error ? error.message : String(error));
      }
      setLoading(false);
    };
    void open();
    return () => removeEventListener('pagehide', end);
  }, [view]);
  return (
    <section aria-labelledby={`view-${view.name}`} hidden={hidden}>
      <h2 id={`view-${view.name}`}>{view.title}</h2>
      {loading && <p role="status">Loading ...</p>}
      {failure !== undefined && (
        <p role="alert">
          This view could not be opened: {failure} Load the page again; if that does not help, the copy of the
          page on this server may be incomplete.
        </p>
      )}
      <div ref={root} />
    </section>
  );
}
