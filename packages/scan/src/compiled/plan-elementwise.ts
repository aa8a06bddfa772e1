import type { Tensors } from '../cell/cell.ts';
import { rewrite } from '../graph/build.ts';
import type { Graph, GraphNode } from '../graph/graph.ts';
import { sameNumbers, sizeOf } from '../graph/shape.ts';
import { runPasses } from '../passes/passes.ts';
import { planStep } from '../plan/plan-step.ts';
import type { Plan } from '../plan/plan.ts';
import { trace } from '../trace/trace.ts';

/** An elementwise function of tensors and scalars by name. */
export type ElementwiseStep = (tensors: Tensors, scalars: Tensors) => Tensors;

/** What an elementwise function is called with. */
export interface ElementwiseArguments {
  /** Names of the tensors. */
  readonly tensors: readonly string[];
  /** Names of the scalars. */
  readonly scalars: readonly string[];
  /** Shape of each tensor, of at least two elements. */
  readonly shape: readonly number[];
}

/**
 * Records an elementwise function of tensors of one shape, and plans it as one step of a scan over `length` elements of
 * them: whatever their shape, elements meet only their own.
 *
 * Tensors and results are states of the step, `state/NAME`, scalars are `scale/NAME`.
 *
 * @param fn - Pure, of tfjs operations only; recorded for tensors of the given shape.
 * @param length - At least 2.
 * @returns undefined if the function is not elementwise: a result is no float32 tensor of the shape, depends on where an
 * element is or on other elements, or on a tensor that is no argument.
 * @throws UntraceableStepError if the function cannot be recorded.
 */
export function planElementwise(
  fn: ElementwiseStep,
  { tensors, scalars, shape }: ElementwiseArguments,
  length: number,
): Plan | undefined {
  let fits = true;
  const step = (inputs: Tensors): Tensors => {
    const given = (prefix: string, names: readonly string[]): Tensors =>
      Object.fromEntries(names.map((name) => [name, inputs[prefix + name]!]));
    const results = fn(given('state/', tensors), given('scale/', scalars));
    fits = Object.values(results).every((each) => each.dtype === 'float32' && sameNumbers(each.shape, shape));
    return Object.fromEntries(Object.entries(results).map(([name, each]) => [`state/${name}`, each]));
  };
  const { graph, captured } = trace(step, {
    ...Object.fromEntries(tensors.map((name) => [`state/${name}`, shape])),
    ...Object.fromEntries(scalars.map((name) => [`scale/${name}`, []])),
  });
  const simple = runPasses(graph);
  const isElementwise = simple.nodes.every((node) => keepsElements(node, sizeOf(shape)));
  if (!fits || !isElementwise || captured.length > 0) return undefined;
  return planStep(flat(simple, length));
}

/** Whether a node is one number, or elements in order that each depend on those at their own place only. */
function keepsElements({ op, shape }: GraphNode, size: number): boolean {
  if (sizeOf(shape) !== 1 && sizeOf(shape) !== size) return false;
  return ['input', 'fill', 'unary', 'binary', 'select', 'reshape', 'broadcast'].includes(op);
}

/** The same graph over tensors of one axis: [length] for tensors, [1] for single numbers. */
function flat(graph: Graph, length: number): Graph {
  return rewrite(graph, (node, builder) => {
    const shape = [sizeOf(node.shape) === 1 ? 1 : length];
    const [source] = node.inputs;
    const moves = node.op === 'reshape' || node.op === 'broadcast';
    if (moves && sameNumbers(builder.node(source!).shape, shape)) return source!;
    return builder.add({ ...node, shape });
  });
}
