import type * as tf from '@tensorflow/tfjs-core';
import type { Cell, Tensors } from '../cell/cell.ts';
import { passes } from '../passes/passes.ts';
import type { Plan } from '../plan/plan.ts';
import { planStep } from '../plan/plan-step.ts';
import { checkedCall, type ScanOptions } from '../scan.ts';
import { stepShapes } from './inputs.ts';
import { recordStep } from './record-step.ts';

/** How a scan is compiled. */
export interface ScanPlan {
  /** Nodes of the recorded step, with its gradient. */
  readonly recorded: number;
  /** Nodes that are left after each pass, in order. */
  readonly passes: readonly { readonly name: string; readonly nodes: number }[];
  /** What a target runs. */
  readonly plan: Plan;
}

/**
 * The plan of a scan with its gradient, as data: for tools that draw or count it. Arguments as those of `scan`; needs no
 * target, takes no noise.
 *
 * @throws UntraceableStepError if the step cannot be compiled, and what `scan` throws.
 */
export function planScan<Sizes, Param extends string, State extends string, Constant extends string = never>(
  cell: Cell<Sizes, Param, State, Constant>,
  params: Tensors<Param>,
  xs: tf.Tensor,
  init: Tensors<State>,
  options: ScanOptions<Constant> = {},
): ScanPlan {
  const call = checkedCall(cell, params, xs, init, options);
  let { graph } = recordStep(call, stepShapes(call), true);
  const recorded = graph.nodes.length;
  const counts = passes.map(({ name, run }) => {
    graph = run(graph);
    return { name, nodes: graph.nodes.length };
  });
  return { recorded, passes: counts, plan: planStep(graph) };
}
