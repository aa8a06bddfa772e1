import type * as tf from '@tensorflow/tfjs-core';
import type { FusedRun } from './kernels.ts';
import { runWithGradient } from './run-with-gradient.ts';

/** Runs a fused kernel, or what stands in for one, as one node on tfjs's tape. */
export function runFused<Input extends string>(
  inputs: Readonly<Record<Input, tf.Tensor>>,
  forward: (keep: boolean) => FusedRun<Input>,
): tf.Tensor {
  const outputs = runWithGradient(inputs, (keep) => {
    const { result, backward } = forward(keep);
    return {
      outputs: { result },
      backward: backward && {
        gradients: ({ result: dResult }) =>
          backward.gradients(dResult!) as Readonly<Record<string, () => tf.Tensor>>,
        dispose: () => backward.dispose(),
      },
    };
  });
  return outputs['result']!;
}
