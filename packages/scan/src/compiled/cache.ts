import * as tf from '@tensorflow/tfjs-core';
import type { Graph } from '../graph/graph.ts';
import type { ScanCall } from '../scan.ts';
import type { UntraceableStepError } from '../trace/errors.ts';
import { numericScales, stepDtypes } from './inputs.ts';
import type { StepDtypes, StepShapes } from './names.ts';
import type { FirstOutput } from './record-step.ts';
import type { PreparedScan, ScanTarget } from './target.ts';

/** A step that was compiled, or why it could not be. */
export type CompiledStep =
  | {
      readonly prepared: PreparedScan;
      /** As it was recorded. */
      readonly graph: Graph;
      readonly captured: readonly tf.Tensor[];
      readonly firstOutput: FirstOutput;
      readonly dtypes: StepDtypes;
    }
  | { readonly failure: UntraceableStepError };

/** Steps kept of each cell; the one used longest ago makes room. */
const capacity = 32;

/** Compiled steps by cell and by everything that changes what is recorded. The number of time steps does not. */
export const compiledSteps: CompiledSteps = createCache();

/** A bounded cache; see {@link compiledSteps}. */
export interface CompiledSteps {
  /** What `compile` made for an equal call, or makes now. */
  get(
    call: ScanCall,
    target: ScanTarget,
    shapes: StepShapes,
    withGradients: boolean,
    compile: () => CompiledStep,
  ): CompiledStep;
}

function createCache(): CompiledSteps {
  const cells = new WeakMap<object, Map<string, CompiledStep>>();
  return {
    get(call, target, shapes, withGradients, compile) {
      const steps = cells.get(call.cell) ?? new Map<string, CompiledStep>();
      cells.set(call.cell, steps);
      const key = keyOf(call, target, shapes, withGradients);
      const known = steps.get(key);
      const step = known && staysValid(known) ? known : compile();
      steps.delete(key);
      if (staysValid(step)) steps.set(key, step);
      if (steps.size > capacity) steps.delete(steps.keys().next().value!);
      return step;
    },
  };
}

/**
 * A step that reads tensors of its surroundings is recorded anew each time, since the next call may see others; so is
 * one that debug mode kept from being recorded.
 */
function staysValid(step: CompiledStep): boolean {
  if ('failure' in step) return step.failure.reason !== 'debug';
  return step.captured.every((tensor) => tensor instanceof tf.Variable && !tensor.isDisposed);
}

function keyOf(call: ScanCall, target: ScanTarget, shapes: StepShapes, withGradients: boolean): string {
  const { activations = {}, training = false } = call.options;
  const choices = (['sigmoid', 'tanh'] as const).map((role) => {
    const { base, variant, alpha, form, clip } = activations[role] ?? {};
    return [typeof base === 'object' ? `base ${identity(base)}` : base, variant, alpha, form, clip];
  });
  const numbers = numericScales(call);
  return JSON.stringify([
    identity(target),
    withGradients,
    training,
    choices,
    shapes,
    stepDtypes(call),
    numbers,
  ]);
}

const identities = new WeakMap<object, number>();
let next = 0;

/** A number for an object that no other has. */
function identity(object: object): number {
  const known = identities.get(object) ?? next++;
  identities.set(object, known);
  return known;
}
