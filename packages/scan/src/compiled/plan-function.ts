import type { Shapes } from '../cell/cell.ts';
import { runPasses } from '../passes/passes.ts';
import type { Plan } from '../plan/plan.ts';
import { planStep } from '../plan/plan-step.ts';
import { type TensorFunction, trace, traceWithGradients } from '../trace/trace.ts';

/**
 * Records a function of tensors and plans it as one step of a scan: for targets that compute other things than scans by
 * plans.
 *
 * Names are those of a step: of the inputs `x` and `mask` differ from step to step, `params/...`, `constants/...` and
 * `scale/...` stay the same, `noise/SITE` is drawn; the output is `output`.
 *
 * @param fn - Pure, of tfjs operations only.
 * @param inputs - Shapes of its float32 arguments, as one step sees them.
 * @param wrt - Inputs to have gradients in; none for a plan without a backward run.
 * @throws UntraceableStepError if the function cannot be recorded.
 */
export function planFunction<Input extends string>(
  fn: TensorFunction<Input, 'output'>,
  inputs: Shapes<Input>,
  wrt: readonly NoInfer<Input>[],
): Plan {
  const { graph } = wrt.length > 0 ? traceWithGradients(fn, inputs, wrt) : trace(fn, inputs);
  return planStep(runPasses(graph));
}
