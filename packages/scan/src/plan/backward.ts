import type { NodeId } from '../graph/graph.ts';
import { gradientLeaves } from './gradient-sums.ts';
import { planInvariant } from './invariant.ts';
import { lower } from './lower.ts';
import type { Lowering } from './lowering.ts';
import type { BufferId, BufferRef, Instruction, Plan, Product, View } from './plan.ts';
import {
  type Planner,
  invariantInput,
  forwardOutputs,
  gradientOutputs,
  newLowering,
  at,
  inputRef,
  drawNoise,
} from './planner.ts';
import { addWanted, stepsPlace } from './steps-place.ts';
import { rowMajor, sizeOf } from './views.ts';
import { writeInPlace } from './write-in-place.ts';

export function planBackward(planner: Planner, kept: readonly NodeId[]): NonNullable<Plan['backward']> {
  const { graph, invariant } = planner;
  const backChains = new Map<string, BufferId>();
  const lowering = newLowering(planner, (name, id) => {
    const size = sizeOf(graph.nodes[id]!.shape);
    if (name === 'd/output')
      return at((planner.cotangents['output'] = planner.newBuffer(name, 'steps', size)));
    if (name.startsWith('d/state/')) {
      const chain = planner.newBuffer(name, 'chain', size);
      backChains.set(name, chain);
      planner.cotangents[name.slice(2)] = chain;
      return at(chain, 1);
    }
    return inputRef(planner, name, id);
  });
  const locate = (id: NodeId, ref: BufferRef): void => {
    if (!lowering.located.has(id))
      lowering.located.set(id, { ...ref, strides: rowMajor(graph.nodes[id]!.shape) });
  };
  for (const [name, id] of forwardOutputs(planner)) {
    if (planner.chains.has(name)) locate(id, at(planner.chains.get(name)!, 1));
  }
  for (const id of kept) locate(id, at(planner.keptBuffers.get(id)!));

  const gradients = gradientOutputs(planner);
  const before = planInvariant(
    planner,
    lowering,
    gradients.map(([, id]) => id),
  );
  const after: Instruction[] = [];
  const forInput: Instruction[] = [];
  const finals: (() => void)[] = [];
  const roots: NodeId[] = [];

  for (const [name, id] of gradients) {
    const input = name.slice(2);
    const { shape } = graph.nodes[id]!;
    if (invariantInput.test(input)) {
      const sums = new Map<NodeId, View>();
      for (const leaf of gradientLeaves(graph, id, invariant)) {
        sums.set(leaf, sumOverSteps(planner, lowering, leaf, { before, after, roots }));
      }
      finals.push(() => {
        planner.gradients[input] = at(finishSum(planner, lowering, id, sums, name, after));
      });
    } else if (input.startsWith('state/')) {
      const chain = backChains.get(name) ?? planner.newBuffer(name, 'chain', sizeOf(shape));
      planner.cotangents[input] = chain;
      planner.gradients[input] = at(chain);
      addWanted(lowering, id, { ...at(chain), strides: rowMajor(shape) });
      roots.push(id);
    } else if (input === 'x') {
      const buffer = planner.newBuffer(name, 'steps', sizeOf(shape));
      planner.gradients[input] = at(buffer);
      const sunk = productOfSteps(planner, lowering, id, buffer, roots);
      if (sunk) forInput.push(sunk);
      else {
        addWanted(lowering, id, { ...at(buffer), strides: rowMajor(shape) });
        roots.push(id);
      }
    }
  }
  const step = drawNoise(planner, lowering, roots);
  lower(lowering);
  step.push(...lowering.instructions);
  finals.forEach((finish) => finish());
  const results = new Set(Object.values(planner.gradients).map(({ buffer }) => buffer));
  return { before, step, after: writeInPlace(after, results), forInput };
}

interface BackwardParts {
  readonly before: Instruction[];
  readonly after: Instruction[];
  readonly roots: NodeId[];
}

/** Where the sum of a value over all steps is: one product after the steps, or added up in every step. */
function sumOverSteps(planner: Planner, lowering: Lowering, id: NodeId, parts: BackwardParts): View {
  const { graph } = planner;
  const node = graph.nodes[id]!;
  const buffer = planner.newBuffer(`sum %${id}`, 'once', sizeOf(node.shape));
  const view = { ...at(buffer), strides: rowMajor(node.shape) };
  if (node.op === 'matmul' && node.transposeA && !node.transposeB && node.shape.length === 2) {
    const [left, right] = node.inputs;
    const [a, b] = [
      stepsPlace(planner, lowering, left, parts.roots),
      stepsPlace(planner, lowering, right, parts.roots),
    ];
    const [m, n] = node.shape as [number, number];
    parts.after.push({
      kind: 'product',
      m,
      n,
      k: graph.nodes[left]!.shape[0]!,
      batch: 1,
      timesSteps: 'k',
      transposeA: true,
      transposeB: false,
      a: { ...a, batchStride: 0 },
      b: { ...b, batchStride: 0 },
      c: { ...at(buffer), rowStride: n, batchStride: 0 },
      accumulate: false,
      constantB: false,
    });
    return view;
  }
  parts.before.push({ kind: 'clear', buffer, value: 0 });
  lowering.summed.set(id, [...(lowering.summed.get(id) ?? []), view]);
  parts.roots.push(id);
  return view;
}

/** The gradient in x as one product over all steps, if it is a product with what is the same in every step. */
function productOfSteps(
  planner: Planner,
  lowering: Lowering,
  id: NodeId,
  buffer: BufferId,
  roots: NodeId[],
): Product | undefined {
  const { graph, invariant } = planner;
  const node = graph.nodes[id]!;
  if (node.op !== 'matmul' || node.transposeA || node.shape.length !== 2 || !invariant(node.inputs[1]))
    return undefined;
  const [left, right] = node.inputs;
  const factor = lowering.located.get(right);
  if (factor === undefined || factor.strides[1] !== 1) return undefined;
  const [m, n] = node.shape as [number, number];
  const k = graph.nodes[left]!.shape[1]!;
  return {
    kind: 'product',
    m,
    n,
    k,
    batch: 1,
    timesSteps: 'm',
    transposeA: false,
    transposeB: node.transposeB,
    a: { ...stepsPlace(planner, lowering, left, roots), batchStride: 0 },
    b: { ...factor, rowStride: factor.strides[0]!, batchStride: 0 },
    c: { ...at(buffer), rowStride: n, batchStride: 0 },
    accumulate: false,
    constantB: true,
  };
}

/** Puts a gradient together from the sums of its parts, once; returns the buffer it is then in. */
function finishSum(
  planner: Planner,
  lowering: Lowering,
  id: NodeId,
  sums: ReadonlyMap<NodeId, View>,
  name: string,
  after: Instruction[],
): BufferId {
  const { graph, buffers, invariant } = planner;
  const { shape } = graph.nodes[id]!;
  // What only looks at a sum in another shape is there already.
  let source = id;
  while (!sums.has(source) && graph.nodes[source]!.op === 'reshape') source = graph.nodes[source]!.inputs[0]!;
  const whole = sums.get(source);
  if (whole && buffers[whole.buffer]!.size === sizeOf(shape)) return whole.buffer;

  const buffer = planner.newBuffer(name, 'once', sizeOf(shape));
  const located = new Map([...lowering.located].filter(([each]) => invariant(each)));
  for (const [leaf, view] of sums) located.set(leaf, view);
  const finish: Lowering = {
    ...lowering,
    instructions: [],
    located,
    wanted: new Map([[id, [{ ...at(buffer), strides: rowMajor(shape) }]]]),
    summed: new Map(),
    owned: new Set(),
  };
  lower(finish);
  after.push(...finish.instructions);
  return buffer;
}
