import * as tf from '@tensorflow/tfjs-core';
import { type ActivationChoice, bindActivations, type Draw } from '../cell/activations.ts';
import { checkStep } from '../cell/check.ts';
import type { StepResult, Tensors } from '../cell/cell.ts';
import { maskStep } from '../cell/mask.ts';
import type { ScanCall } from '../scan.ts';
import { trace, type Trace, traceWithGradients } from '../trace/trace.ts';
import { notFloat32, numericScales, stepDtypes } from './inputs.ts';
import { previousOutput, scaleName, type StepDtypes, type StepShapes } from './names.ts';

/** A recorded step. */
export interface RecordedStep extends Trace {
  /** What comes out of a masked scan whose first steps are masked. */
  readonly firstOutput: FirstOutput;
  /** Types of the outputs. */
  readonly dtypes: StepDtypes;
}

/** The first state that a step puts out, if it has the shape of an output, [batch, ...]; else zeros. */
export interface FirstOutput {
  readonly shape: readonly number[];
  readonly state: string | undefined;
}

/**
 * Records one step of a scan, with its gradient if asked: the cell's own operations, with noise, noise scales and mask
 * as inputs.
 *
 * @param shapes - Of params, x, states, constants, noise scales and mask, as one step sees them.
 * @throws UntraceableStepError if the step cannot be recorded.
 */
export function recordStep(call: ScanCall, shapes: StepShapes, withGradients: boolean): RecordedStep {
  const { noise, firstOutput } = survey(call, shapes);
  const all = {
    ...shapes,
    ...noise,
    ...(shapes['mask'] && { [`state/${previousOutput}`]: firstOutput.shape }),
  };
  const step = stepFunction(call, (inputs) => (site) => inputs[`noise/${site}`]!);
  let dtypes: StepDtypes = {};
  const typed: typeof step = (inputs) => {
    const outputs = step(inputs);
    dtypes = notFloat32(outputs);
    return outputs;
  };
  const numbers = numericScales(call);
  const differentiable = Object.keys(all).filter(
    (name) => !numbers.includes(name) && isDifferentiable(name, stepDtypes(call)),
  );
  const recorded = withGradients ? traceWithGradients(typed, all, differentiable) : trace(typed, all);
  return { ...recorded, firstOutput, dtypes };
}

function isDifferentiable(name: string, dtypes: StepDtypes): boolean {
  return name !== 'mask' && !name.startsWith('noise/') && dtypes[name] === undefined;
}

/** Shapes of the noise, and the first output, from running the step once without values. */
function survey(call: ScanCall, shapes: StepShapes): { noise: StepShapes; firstOutput: FirstOutput } {
  const noise: Record<string, readonly number[]> = {};
  const step = stepFunction(call, () => (site, _iteration, shape) => {
    noise[`noise/${site}`] = shape;
    return tf.zeros([...shape]);
  });
  const { mask: _, ...unmasked } = shapes;
  const { graph } = trace(step, unmasked);
  const shapeOf = (name: string): readonly number[] => graph.nodes[graph.outputs[name]!]!.shape;
  const shape = shapeOf('output');
  const first = Object.keys(graph.outputs).find((name) => name.startsWith('state/'));
  const stands = first !== undefined && shapeOf(first).join() === shape.join();
  return { noise, firstOutput: { shape, state: stands ? first : undefined } };
}

/** The step as a function of tensors by name; `drawer` gives the noise. */
function stepFunction(call: ScanCall, drawer: (inputs: Tensors) => Draw) {
  const { cell, options } = call;
  const dtypes = stepDtypes(call);
  return (values: Tensors): Tensors => {
    const inputs = mapEntries(values, (value, name) => (dtypes[name] ? tf.cast(value, dtypes[name]) : value));
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

function mapEntries(tensors: Tensors, map: (tensor: tf.Tensor, name: string) => tf.Tensor): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, map(tensor, name)]));
}

function below(tensors: Tensors, prefix: string): Tensors {
  const entries = Object.entries(tensors).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(entries.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}
