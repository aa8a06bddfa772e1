import type { Graph } from '../graph/graph.ts';
import { sameGraph } from '../graph/key.ts';
import { commonSubexpressions } from './common-subexpressions.ts';
import { deadCode } from './dead-code.ts';
import { foldNoOps } from './fold-no-ops.ts';

/** Every round folds one layer more; real steps need three or four. */
const maxRounds = 20;

/** The graph after {@link foldNoOps}, {@link commonSubexpressions} and {@link deadCode}, until nothing changes. */
export function simplify(graph: Graph): Graph {
  let current = graph;
  for (let round = 0; round < maxRounds; round++) {
    const next = deadCode(commonSubexpressions(foldNoOps(current)));
    if (sameGraph(next, current)) return next;
    current = next;
  }
  return current;
}
