import { h, render } from 'preact';
import { TrainView } from './train-view.tsx';

/** Trains a language model in the page. */
export function mountTrain(root: HTMLElement): () => void {
  render(h(TrainView, {}), root);
  return () => render(null, root);
}
