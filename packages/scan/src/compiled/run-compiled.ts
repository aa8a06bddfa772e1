import * as tf from '@tensorflow/tfjs-core';
import type { NamedTensors, PreparedScan, ScanRun } from './target.ts';

/** What the engine takes to run several outputs with a gradient of one's own; not in its types. */
interface CustomKernel {
  readonly forwardFunc: (backend: unknown, save: (tensors: tf.Tensor[]) => void) => tf.Tensor[];
  readonly backwardsFunc: (
    dys: tf.Tensor | tf.Tensor[],
    saved: tf.Tensor[],
  ) => Record<string, () => tf.Tensor>;
  readonly inputs: NamedTensors;
  readonly attrs: object;
}

/**
 * Runs a prepared scan as one node on tfjs's tape.
 *
 * What the backward run needs is kept on the tape like any saved tensor, and freed with it.
 */
export function runCompiled(prepared: PreparedScan, inputs: NamedTensors, run: ScanRun): NamedTensors {
  const engine = tf.engine() as unknown as { runKernelFunc(kernel: CustomKernel): tf.Tensor[] };
  const names = Object.keys(inputs);
  // A variable outlives the tape, so it need not be saved, which would copy it on some backends.
  const saving = names.filter((name) => !(inputs[name] instanceof tf.Variable));
  let outputNames: string[] = [];
  const tensors = engine.runKernelFunc({
    inputs,
    attrs: {},
    forwardFunc(_backend, save) {
      const { outputs, kept } = prepared.forward(run, inputs);
      save([...saving.map((name) => inputs[name]!), ...kept]);
      outputNames = Object.keys(outputs);
      return Object.values(outputs);
    },
    backwardsFunc(dys, saved) {
      const given = { ...inputs, ...Object.fromEntries(saving.map((name, i) => [name, saved[i]!])) };
      const cotangents = [dys].flat().map((dy, i) => [outputNames[i]!, dy] as const);
      const kept = saved.slice(saving.length);
      const gradients = prepared.backward(run, given, kept, Object.fromEntries(cotangents));
      return Object.fromEntries(
        names.map((name) => [name, gradients[name] ?? (() => tf.zeros(given[name]!.shape))]),
      );
    },
  });
  return Object.fromEntries(outputNames.map((name, i) => [name, tensors[i]!]));
}
