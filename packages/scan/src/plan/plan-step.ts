import type { Graph, NodeId, OperationName } from '../graph/graph.ts';
import { minimumCut } from './cut.ts';
import { gradientLeaves } from './gradient-sums.ts';
import { lower } from './lower.ts';
import type { Lowering } from './lowering.ts';
import type {
  BufferId,
  BufferRef,
  Instruction,
  Plan,
  PlanBuffer,
  PlanOutput,
  Product,
  View,
} from './plan.ts';
import { rowMajor, sizeOf } from './views.ts';

/**
 * Plans a recorded step: what runs once, what in every step, what is kept for the backward run, what is drawn or
 * computed again.
 *
 * Inputs of the graph are known by name: `params/...`, `constants/...`, `scale/...` and `captured/...` are the same in
 * every step; `x` and `mask` differ; `noise/SITE` is drawn; `state/...` is what the step before left. Outputs are
 * `output` and `state/...`. With gradients, `d/output` and `d/state/...` are inputs too, and `d/INPUT` are outputs.
 *
 * - Products of x with what is the same in every step are computed for all steps at once, before.
 * - Gradients of what is the same in every step are sums over the steps; those that are products a_t' b_t become one
 *   product over all steps, after. So does the gradient in x where it is a product.
 * - Kept for the backward run: the states, and a smallest set of values from which the rest can be computed again
 *   elementwise. Noise is drawn again.
 */
export function planStep(graph: Graph): Plan {
  const planner = createPlanner(graph);
  const differentiable = Object.keys(graph.outputs).some((name) => name.startsWith('d/'));
  const kept = differentiable ? keptNodes(planner) : [];
  const forward = planForward(planner, kept);
  const backward = differentiable ? planBackward(planner, kept) : null;
  const { buffers, inputs, outputs, cotangents, gradients } = planner;
  const keptBuffers = differentiable ? [...planner.chains.values(), ...planner.keptBuffers.values()] : [];
  return { buffers, inputs, outputs, kept: keptBuffers, cotangents, gradients, forward, backward };
}

/** What is known and made while a step is planned. */
interface Planner {
  readonly graph: Graph;
  readonly buffers: PlanBuffer[];
  readonly inputs: Record<string, BufferId>;
  readonly outputs: Record<string, PlanOutput>;
  readonly cotangents: Record<string, BufferId>;
  readonly gradients: Record<string, BufferRef>;
  /** Forward chains of the states, by name. */
  readonly chains: Map<string, BufferId>;
  readonly keptBuffers: Map<NodeId, BufferId>;
  /** Node of each input, by name. */
  readonly inputNodes: ReadonlyMap<string, NodeId>;
  /** Same in every step. */
  readonly invariant: (node: NodeId) => boolean;
  /** Depends on x and on what is the same in every step, on nothing else. */
  readonly fromInputs: (node: NodeId) => boolean;
  newBuffer(name: string, kind: PlanBuffer['kind'], size: number): BufferId;
}

const invariantInput = /^(?:params|constants|scale|captured)\//;

function createPlanner(graph: Graph): Planner {
  const inputNodes = new Map<string, NodeId>();
  graph.nodes.forEach((node, id) => {
    if (node.op === 'input') inputNodes.set(node.name, id);
  });
  const only = (allowed: (name: string) => boolean): ((node: NodeId) => boolean) => {
    const result: boolean[] = [];
    for (const node of graph.nodes) {
      result.push(
        node.op === 'input'
          ? allowed(node.name)
          : (node.inputs as readonly NodeId[]).every((id) => result[id]),
      );
    }
    return (id) => result[id]!;
  };
  const buffers: PlanBuffer[] = [];
  return {
    graph,
    buffers,
    inputs: {},
    outputs: {},
    cotangents: {},
    gradients: {},
    chains: new Map(),
    keptBuffers: new Map(),
    inputNodes,
    invariant: only((name) => invariantInput.test(name)),
    fromInputs: only((name) => invariantInput.test(name) || name === 'x'),
    newBuffer: (name, kind, size) => buffers.push({ name, kind, size }) - 1,
  };
}

/** Ancestors of nodes, themselves included. */
function ancestors(graph: Graph, of: readonly NodeId[]): Set<NodeId> {
  const found = new Set<NodeId>();
  const visit = (id: NodeId): void => {
    if (found.has(id)) return;
    found.add(id);
    (graph.nodes[id]!.inputs as readonly NodeId[]).forEach(visit);
  };
  of.forEach(visit);
  return found;
}

function forwardOutputs({ graph }: Planner): [string, NodeId][] {
  return Object.entries(graph.outputs).filter(([name]) => !name.startsWith('d/'));
}

function gradientOutputs({ graph }: Planner): [string, NodeId][] {
  return Object.entries(graph.outputs).filter(([name]) => name.startsWith('d/'));
}

/** A smallest set of forward values from which the backward run can compute elementwise what it needs. */
function keptNodes(planner: Planner): NodeId[] {
  const { graph, invariant } = planner;
  const forward = ancestors(
    graph,
    forwardOutputs(planner).map(([, id]) => id),
  );
  const all = ancestors(
    graph,
    gradientOutputs(planner).map(([, id]) => id),
  );
  const isBackward = (id: NodeId): boolean => all.has(id) && !forward.has(id);
  const sinks = [...forward].filter((id) =>
    graph.nodes.some(
      (_, user) => isBackward(user) && (graph.nodes[user]!.inputs as readonly NodeId[]).includes(id),
    ),
  );
  gradientOutputs(planner).forEach(([, id]) => forward.has(id) && sinks.push(id));
  const free = new Set<NodeId>(forwardOutputs(planner).map(([, id]) => id));
  const isSource = (id: NodeId): boolean => {
    const { op } = graph.nodes[id]!;
    return op === 'matmul' || op === 'reduce';
  };
  // What is given, drawn, or the same in every step costs nothing: no path goes through it.
  const given = (id: NodeId): boolean => graph.nodes[id]!.op === 'input' || invariant(id) || free.has(id);
  const inputs = graph.nodes.map((node, id) =>
    given(id) || isSource(id) ? [] : (node.inputs as readonly NodeId[]).filter((input) => !given(input)),
  );
  const sources = [...forward].filter((id) => isSource(id) && !given(id));
  const cut = minimumCut(
    inputs,
    sources,
    sinks.filter((id) => !given(id)),
    (id) => sizeOf(graph.nodes[id]!.shape),
  );
  return cut.filter((id) => forward.has(id));
}

/** A lowering of one part of a phase, with the inputs where they are. */
function newLowering(
  planner: Planner,
  inputBuffer: (name: string, id: NodeId) => BufferRef | undefined,
): Lowering {
  const { graph, inputNodes } = planner;
  const located = new Map<NodeId, View>();
  for (const [name, id] of inputNodes) {
    const ref = inputBuffer(name, id);
    if (ref !== undefined) located.set(id, { ...ref, strides: rowMajor(graph.nodes[id]!.shape) });
  }
  return {
    graph,
    instructions: [],
    located,
    wanted: new Map(),
    summed: new Map(),
    owned: new Set(),
    invariant: planner.invariant,
    temporary: (name, size) => ({ buffer: planner.newBuffer(name, 'once', size), offset: 0, block: 0 }),
  };
}

const at = (buffer: BufferId, block: 0 | 1 = 0): BufferRef => ({ buffer, offset: 0, block });

/** Buffers of the inputs, made when first asked for. Noise gets one that is drawn into in every step. */
function inputRef(planner: Planner, name: string, id: NodeId): BufferRef | undefined {
  const { graph, inputs } = planner;
  const size = sizeOf(graph.nodes[id]!.shape);
  const once = (kind: PlanBuffer['kind']): BufferRef =>
    at((inputs[name] ??= planner.newBuffer(name, kind, size)));
  if (invariantInput.test(name)) return once('once');
  if (name === 'x' || name === 'mask') return once('steps');
  if (name.startsWith('state/')) return at(chainOf(planner, name, size));
  return undefined;
}

/** Noise that the located or needed nodes read, drawn at the start of the step. */
function drawNoise(planner: Planner, lowering: Lowering, roots: readonly NodeId[]): Instruction[] {
  const needed = reachable(lowering, roots);
  return [...planner.inputNodes].flatMap(([name, id]): Instruction[] => {
    if (!name.startsWith('noise/') || !needed.has(id)) return [];
    const { shape } = planner.graph.nodes[id]!;
    const to = at(planner.newBuffer(name, 'once', sizeOf(shape)));
    lowering.located.set(id, { ...to, strides: rowMajor(shape) });
    return [{ kind: 'noise', site: Number(name.slice('noise/'.length)), to, size: sizeOf(shape) }];
  });
}

/** What must be looked at to compute the roots: down to what is located. */
function reachable({ graph, located }: Lowering, roots: readonly NodeId[]): Set<NodeId> {
  const found = new Set<NodeId>();
  const visit = (id: NodeId): void => {
    if (found.has(id)) return;
    found.add(id);
    if (!located.has(id)) (graph.nodes[id]!.inputs as readonly NodeId[]).forEach(visit);
  };
  roots.forEach(visit);
  return found;
}

/** Computes what is the same in every step, as far as the roots need it, once. */
function planInvariant(planner: Planner, lowering: Lowering, roots: readonly NodeId[]): Instruction[] {
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

function planForward(planner: Planner, kept: readonly NodeId[]): Plan['forward'] {
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
  return { before, step, after: [] };
}

/** The outputs of all steps: the chain of a state that is the output too, else a buffer of their own. */
function outputRef(planner: Planner, id: NodeId): BufferRef {
  const state = forwardOutputs(planner).find(([name, node]) => name !== 'output' && node === id);
  const size = sizeOf(planner.graph.nodes[id]!.shape);
  if (state !== undefined) return at(chainOf(planner, state[0], size), 1);
  return at(planner.newBuffer('output', 'steps', size));
}

/** The forward chain of a state, made when first asked for: a step need not read its state. */
function chainOf(planner: Planner, name: string, size: number): BufferId {
  const known = planner.chains.get(name);
  if (known !== undefined) return known;
  const buffer = planner.newBuffer(name, 'chain', size);
  planner.inputs[name] = buffer;
  planner.chains.set(name, buffer);
  return buffer;
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
    // Where the product is only added to what is kept, it is computed into its place.
    const user = kept.find((each) => {
      const added = graph.nodes[each]!;
      return added.op === 'binary' && added.fn === 'add' && added.inputs.includes(id);
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

function planBackward(planner: Planner, kept: readonly NodeId[]): NonNullable<Plan['backward']> {
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
  const finals: (() => void)[] = [];
  const roots: NodeId[] = [];

  for (const [name, id] of gradients) {
    const input = name.slice(2);
    const { shape } = graph.nodes[id]!;
    if (invariantInput.test(input)) {
      const buffer = planner.newBuffer(name, 'once', sizeOf(shape));
      planner.gradients[input] = at(buffer);
      const leaves = gradientLeaves(graph, id, invariant);
      const sums = new Map<NodeId, View>();
      for (const leaf of leaves)
        sums.set(leaf, sumOverSteps(planner, lowering, leaf, { before, after, roots }));
      finals.push(() => finishSum(planner, lowering, id, sums, buffer, after));
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
      if (sunk) after.push(sunk);
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
  return { before, step, after };
}

function addWanted(lowering: Lowering, id: NodeId, view: View): void {
  lowering.wanted.set(id, [...(lowering.wanted.get(id) ?? []), view]);
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
      a: { ...a, rowStride: m, batchStride: 0 },
      b: { ...b, rowStride: n, batchStride: 0 },
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

/** Where a value is for all steps, row after row; makes it so where it is not. */
function stepsPlace(planner: Planner, lowering: Lowering, id: NodeId, roots: NodeId[]): BufferRef {
  const { graph, buffers } = planner;
  const { shape } = graph.nodes[id]!;
  const whole = (view: View): boolean =>
    buffers[view.buffer]!.kind !== 'once' &&
    buffers[view.buffer]!.size === sizeOf(shape) &&
    view.offset === 0 &&
    view.strides.join() === rowMajor(shape).join();
  const known = [lowering.located.get(id), ...(lowering.wanted.get(id) ?? [])].find(
    (view) => view && whole(view),
  );
  if (known) return { buffer: known.buffer, offset: 0, block: known.block };
  const buffer = planner.newBuffer(`steps %${id}`, 'steps', sizeOf(shape));
  addWanted(lowering, id, { ...at(buffer), strides: rowMajor(shape) });
  roots.push(id);
  return at(buffer);
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
    a: { ...stepsPlace(planner, lowering, left, roots), rowStride: k, batchStride: 0 },
    b: { ...factor, rowStride: factor.strides[0]!, batchStride: 0 },
    c: { ...at(buffer), rowStride: n, batchStride: 0 },
    accumulate: false,
    constantB: true,
  };
}

/** Puts a gradient together from the sums of its parts, once. */
function finishSum(
  planner: Planner,
  lowering: Lowering,
  id: NodeId,
  sums: ReadonlyMap<NodeId, View>,
  buffer: BufferId,
  after: Instruction[],
): void {
  const { graph, invariant } = planner;
  const located = new Map([...lowering.located].filter(([each]) => invariant(each)));
  for (const [leaf, view] of sums) located.set(leaf, view);
  const finish: Lowering = {
    ...lowering,
    instructions: [],
    located,
    wanted: new Map(),
    summed: new Map(),
    owned: new Set(),
  };
  finish.wanted.set(id, [{ ...at(buffer), strides: rowMajor(graph.nodes[id]!.shape) }]);
  lower(finish);
  after.push(...finish.instructions);
}
