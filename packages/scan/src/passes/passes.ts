import type { Graph } from '../graph/graph.ts';
import { shareConcats } from './share-concats.ts';
import { simplify } from './simplify.ts';
import { slicesFirst } from './slices-first.ts';
import { thinProducts } from './thin-products.ts';

/** A pass, by its name. */
export interface Pass {
  readonly name: string;
  readonly run: (graph: Graph) => Graph;
}

/** What a recorded step goes through before it is planned, in order. */
export const passes: readonly Pass[] = [
  { name: 'simplify', run: simplify },
  { name: 'thinProducts', run: thinProducts },
  { name: 'slicesFirst', run: slicesFirst },
  { name: 'simplify', run: simplify },
  // Last: folding would take the slices apart again.
  { name: 'shareConcats', run: shareConcats },
];

/** A graph after all passes. */
export function runPasses(graph: Graph): Graph {
  return passes.reduce((current, { run }) => run(current), graph);
}
