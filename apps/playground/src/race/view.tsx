import { render } from 'preact';

/** Trains two systems side by side. */
export function mountRace(root: HTMLElement): () => void {
  render(<p>Not here yet.</p>, root);
  return () => render(null, root);
}
