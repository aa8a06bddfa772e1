import * as tf from '@tensorflow/tfjs-core';
import { type ActivationChoice, bindActivations, type Draw } from '../cell/activations.ts';
import { checkStep } from '../cell/check.ts';
import type { StepResult, Tensors } from '../cell/cell.ts';
import { maskStep } from '../cell/mask.ts';
import { simplify } from '../passes/simplify.ts';
import { slicesFirst } from '../passes/slices-first.ts';
import type { ScanCall } from '../scan.ts';
import { trace, type Trace, traceWithGradients } from '../trace/trace.ts';
import { previousOutput, scaleName, type StepShapes } from './names.ts';

/** A recorded step. */
export interface RecordedStep extends Trace {
  /** Shape of an output, [batch, ...]. */
  readonly outputShape: readonly number[];
}

/**
 * Records one step of a scan, with its gradient if asked: the cell's own operations, with noise, noise scales and mask
 * as inputs.
 *
 * @param shapes - Of params, x, states, constants, noise scales and mask, as one step sees them.
 * @throws UntraceableStepError if the step cannot be recorded.
 */
export function recordStep(call: ScanCall, shapes: StepShapes, withGradients: boolean): RecordedStep {
  const { noise, outputShape } = survey(call, shapes);
  const all = { ...shapes, ...noise, ...(shapes['mask'] && { [`state/${previousOutput}`]: outputShape }) };
  const step = stepFunction(call, (inputs) => (site) => inputs[`noise/${site}`]!);
  const recorded = withGradients ? traceWithGradients(step, all, differentiable(all)) : trace(step, all);
  return { ...recorded, graph: simplify(slicesFirst(simplify(recorded.graph))), outputShape };
}

/** All inputs but noise and mask. */
function differentiable(shapes: StepShapes): string[] {
  return Object.keys(shapes).filter((name) => !/^(?:mask$|noise\/)/.test(name));
}

/** Shapes of noise and output, from running the step once without values. */
function survey(call: ScanCall, shapes: StepShapes): { noise: StepShapes; outputShape: readonly number[] } {
  const noise: Record<string, readonly number[]> = {};
  const step = stepFunction(call, () => (site, _iteration, shape) => {
    noise[`noise/${site}`] = shape;
    return tf.zeros([...shape]);
  });
  const { mask: _, ...unmasked } = shapes;
  const { graph } = trace(step, unmasked);
  return { noise, outputShape: graph.nodes[graph.outputs['output']!]!.shape };
}

/** The step as a function of tensors by name; `drawer` gives the noise. */
function stepFunction({ cell, options }: ScanCall, drawer: (inputs: Tensors) => Draw) {
  return (inputs: Tensors): Tensors => {
    const { observe: _, ...settings } = options;
    const activations = withScales(settings.activations ?? {}, inputs);
    const sites = bindActivations('scan', cell, { ...settings, activations });
    const { [previousOutput]: previous, ...states } = below(inputs, 'state/');
    const next: StepResult = cell.step(
      below(inputs, 'params/'),
      inputs['x']!,
      states,
      sites.at(0, drawer(inputs)),
      below(inputs, 'constants/'),
    );
    sites.finish();
    checkStep(cell.name, next, states);
    const kept = inputs['mask'] ? maskStep(tf.cast(inputs['mask'], 'bool'), next, states, previous) : next;
    const named = Object.entries(kept.state).map(([name, each]): [string, tf.Tensor] => [
      `state/${name}`,
      each,
    ]);
    const output = previous && { [`state/${previousOutput}`]: kept.output };
    return { output: kept.output, ...Object.fromEntries(named), ...output };
  };
}

/** The activations with their noise scales taken from the inputs. */
function withScales(choice: ActivationChoice, inputs: Tensors): ActivationChoice {
  const roles = (['sigmoid', 'tanh'] as const).flatMap((role) => {
    const c = inputs[scaleName[role]] as tf.Scalar | undefined;
    return choice[role] ? [[role, { ...choice[role], ...(c && { c }) }] as const] : [];
  });
  return Object.fromEntries(roles);
}

function below(tensors: Tensors, prefix: string): Tensors {
  const entries = Object.entries(tensors).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(entries.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}
