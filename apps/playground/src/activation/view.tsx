import { render } from 'preact';

/** Shows an activation function and its noise. */
export function mountActivation(root: HTMLElement): () => void {
  render(<p>Not here yet.</p>, root);
  return () => render(null, root);
}
