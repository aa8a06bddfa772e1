import type { Graph, NodeId } from '../graph/graph.ts';
import { type Lowering, usersOf } from './lowering.ts';
import type { BufferId, BufferRef, Instruction, PlanBuffer, PlanOutput, View } from './plan.ts';
import { rowMajor, sizeOf } from './views.ts';

/** What is known and made while a step is planned. */
export interface Planner {
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

export const invariantInput: RegExp = /^(?:params|constants|scale|captured)\//;

export function createPlanner(graph: Graph): Planner {
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

export const at = (buffer: BufferId, block: 0 | 1 = 0): BufferRef => ({ buffer, offset: 0, block });

/** The forward chain of a state, made when first asked for: a step need not read its state. */
export function chainOf(planner: Planner, name: string, size: number): BufferId {
  const known = planner.chains.get(name);
  if (known !== undefined) return known;
  const buffer = planner.newBuffer(name, 'chain', size);
  planner.inputs[name] = buffer;
  planner.chains.set(name, buffer);
  return buffer;
}

/** Buffers of the inputs, made when first asked for. Noise gets one that is drawn into in every step. */
export function inputRef(planner: Planner, name: string, id: NodeId): BufferRef | undefined {
  const { graph, inputs } = planner;
  const size = sizeOf(graph.nodes[id]!.shape);
  const once = (kind: PlanBuffer['kind']): BufferRef =>
    at((inputs[name] ??= planner.newBuffer(name, kind, size)));
  if (invariantInput.test(name)) return once('once');
  if (name === 'x' || name === 'mask') return once('steps');
  if (name.startsWith('state/')) return at(chainOf(planner, name, size));
  return undefined;
}

/** A lowering of one part of a phase, with the inputs where they are. */
export function newLowering(
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
    users: usersOf(graph),
    instructions: [],
    located,
    wanted: new Map(),
    summed: new Map(),
    owned: new Set(),
    invariant: planner.invariant,
    temporary: (name, size) => ({ buffer: planner.newBuffer(name, 'once', size), offset: 0, block: 0 }),
  };
}

export function forwardOutputs({ graph }: Planner): [string, NodeId][] {
  return Object.entries(graph.outputs).filter(([name]) => !name.startsWith('d/'));
}

export function gradientOutputs({ graph }: Planner): [string, NodeId][] {
  return Object.entries(graph.outputs).filter(([name]) => name.startsWith('d/'));
}

/** What must be looked at to compute the roots: down to what is located. */
export function reachable({ graph, located }: Lowering, roots: readonly NodeId[]): Set<NodeId> {
  const found = new Set<NodeId>();
  const visit = (id: NodeId): void => {
    if (found.has(id)) return;
    found.add(id);
    if (!located.has(id)) (graph.nodes[id]!.inputs as readonly NodeId[]).forEach(visit);
  };
  roots.forEach(visit);
  return found;
}

/** Noise that the located or needed nodes read, drawn at the start of the step. */
export function drawNoise(planner: Planner, lowering: Lowering, roots: readonly NodeId[]): Instruction[] {
  const needed = reachable(lowering, roots);
  return [...planner.inputNodes].flatMap(([name, id]): Instruction[] => {
    if (!name.startsWith('noise/') || !needed.has(id)) return [];
    const { shape } = planner.graph.nodes[id]!;
    const to = at(planner.newBuffer(name, 'once', sizeOf(shape)));
    lowering.located.set(id, { ...to, strides: rowMajor(shape) });
    return [{ kind: 'noise', site: Number(name.slice('noise/'.length)), to, size: sizeOf(shape) }];
  });
}
