import type { NodeId } from '../graph/graph.ts';
import { planInvariant } from './invariant.ts';
import { lower } from './lower.ts';
import { type Lowering, soleUser } from './lowering.ts';
import type { BufferRef, Instruction, Plan, Product } from './plan.ts';
import {
  type Planner,
  forwardOutputs,
  newLowering,
  at,
  inputRef,
  drawNoise,
  reachable,
  chainOf,
} from './planner.ts';
import { rowMajor, sizeOf } from './views.ts';

export function planForward(planner: Planner, kept: readonly NodeId[]): Plan['forward'] {
  const { graph } = planner;
  const lowering = newLowering(planner, (name, id) => inputRef(planner, name, id));
  const roots = [...new Set([...forwardOutputs(planner).map(([, id]) => id), ...kept])];
  const before = planInvariant(planner, lowering, roots);
  for (const id of kept) {
    const { shape } = graph.nodes[id]!;
    const buffer = planner.newBuffer(`kept %${id}`, 'steps', sizeOf(shape));
    planner.keptBuffers.set(id, buffer);
    lowering.wanted.set(id, [{ ...at(buffer), strides: rowMajor(shape) }]);
  }
  before.push(...hoistProducts(planner, lowering, roots, kept));
  const step = drawNoise(planner, lowering, roots);
  for (const [name, id] of forwardOutputs(planner)) {
    const { shape } = graph.nodes[id]!;
    const ref = name === 'output' ? outputRef(planner, id) : at(chainOf(planner, name, sizeOf(shape)), 1);
    planner.outputs[name] = { ...ref, shape };
    const view = { ...ref, strides: rowMajor(shape) };
    const places = lowering.wanted.get(id) ?? [];
    if (!places.some((place) => place.buffer === ref.buffer)) lowering.wanted.set(id, [...places, view]);
  }
  lower(lowering);
  step.push(...lowering.instructions);
  return { before, step, after: [], forInput: [] };
}

/** The outputs of all steps: the chain of a state that is the output too, else a buffer of their own. */
function outputRef(planner: Planner, id: NodeId): BufferRef {
  const state = forwardOutputs(planner).find(([name, node]) => name !== 'output' && node === id);
  const size = sizeOf(planner.graph.nodes[id]!.shape);
  if (state !== undefined) return at(chainOf(planner, state[0], size), 1);
  return at(planner.newBuffer('output', 'steps', size));
}

/** Products of x with what is the same in every step, for all steps at once. */
function hoistProducts(
  planner: Planner,
  lowering: Lowering,
  roots: readonly NodeId[],
  kept: readonly NodeId[],
): Instruction[] {
  const { graph, invariant, fromInputs } = planner;
  const x = planner.inputNodes.get('x');
  return [...reachable(lowering, roots)].flatMap((id): Instruction[] => {
    const node = graph.nodes[id]!;
    if (node.op !== 'matmul' || node.inputs[0] !== x || node.transposeA || !fromInputs(id)) return [];
    const [, right] = node.inputs;
    const factor = lowering.located.get(right);
    if (!invariant(right) || node.shape.length !== 2 || factor === undefined || factor.strides.at(-1) !== 1)
      return [];
    const [m, n] = node.shape as [number, number];
    // Where the product has no other use than being added to what is kept, it is computed into its place.
    const user = kept.find((each) => {
      const added = graph.nodes[each]!;
      const isSum = added.op === 'binary' && added.fn === 'add';
      return isSum && soleUser(lowering, id) === each && !roots.includes(id);
    });
    const buffer = (user && planner.keptBuffers.get(user)) ?? planner.newBuffer(`all %${id}`, 'steps', m * n);
    const place = { ...at(buffer), strides: rowMajor(node.shape) };
    lowering.located.set(id, place);
    lowering.owned.add(id);
    return [
      {
        kind: 'product',
        m,
        n,
        k: graph.nodes[right]!.shape[node.transposeB ? 1 : 0]!,
        batch: 1,
        timesSteps: 'm',
        transposeA: false,
        transposeB: node.transposeB,
        a: { ...at(lowering.located.get(x)!.buffer), rowStride: graph.nodes[x]!.shape[1]!, batchStride: 0 },
        b: { ...factor, rowStride: factor.strides[0]!, batchStride: 0 },
        c: { ...at(buffer), rowStride: n, batchStride: 0 },
        accumulate: false,
        constantB: true,
      } satisfies Product,
    ];
  });
}
