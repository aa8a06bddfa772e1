import type { NodeId, OperationName } from '../graph/graph.ts';
import { lower } from './lower.ts';
import type { Lowering } from './lowering.ts';
import type { Instruction } from './plan.ts';
import { type Planner, at, reachable } from './planner.ts';
import { rowMajor, sizeOf } from './views.ts';

/** Computes what is the same in every step, as far as the roots need it, once. */
export function planInvariant(planner: Planner, lowering: Lowering, roots: readonly NodeId[]): Instruction[] {
  const { graph, invariant } = planner;
  const needed = reachable(lowering, roots);
  const frontier = [...needed].filter((id) => {
    const node = graph.nodes[id]!;
    if (!invariant(id) || lowering.located.has(id) || node.op === 'fill') return false;
    return (
      [...needed].some(
        (user) => !invariant(user) && (graph.nodes[user]!.inputs as readonly NodeId[]).includes(id),
      ) || roots.includes(id)
    );
  });
  placeConstants(planner, lowering, reachable(lowering, roots));
  const before: Lowering = { ...lowering, instructions: [], wanted: new Map(), summed: new Map() };
  for (const id of frontier) {
    const { op, shape } = graph.nodes[id]!;
    if (op === 'constant') continue;
    if (isView(op)) before.wanted.set(id, []);
    else
      before.wanted.set(id, [{ ...lowering.temporary(`%${id}`, sizeOf(shape)), strides: rowMajor(shape) }]);
  }
  lower(before);
  return before.instructions;
}

/** Operations that move nothing: other ways to look at what is there. */
function isView(op: OperationName): boolean {
  return op === 'reshape' || op === 'broadcast' || op === 'transpose' || op === 'slice';
}

function placeConstants(planner: Planner, lowering: Lowering, needed: ReadonlySet<NodeId>): void {
  for (const id of needed) {
    const node = planner.graph.nodes[id]!;
    if (node.op !== 'constant' || lowering.located.has(id)) continue;
    const buffer = planner.newBuffer(`%${id}`, 'once', node.values.length);
    planner.buffers[buffer] = { ...planner.buffers[buffer]!, values: node.values };
    lowering.located.set(id, { ...at(buffer), strides: rowMajor(node.shape) });
  }
}
