import type { Graph } from '../graph/graph.ts';
import { planBackward } from './backward.ts';
import { planForward } from './forward.ts';
import { keptNodes } from './kept.ts';
import type { Plan } from './plan.ts';
import { createPlanner } from './planner.ts';

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
