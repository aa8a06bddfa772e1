/** Trains a language model in the page. */
export function mountTrain(root: HTMLElement): () => void {
  root.textContent = 'Not here yet.';
  return () => root.replaceChildren();
}
