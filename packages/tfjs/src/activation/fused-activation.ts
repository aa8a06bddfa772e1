import * as tf from '@tensorflow/tfjs-core';
import {
  type ActivationOptions,
  type BaseName,
  type NoiseStream,
  resolveActivation,
  takeStreamNumbers,
} from '@unsaturate/core';
import { fusedKernelsOf } from '../fused/kernels.ts';
import { runFused } from '../fused/run-fused.ts';
import { bases, type TensorBase } from './bases.ts';
import type { Operand } from './tensor-activation.ts';

/** `phi(x, xi)`, with xi drawn from a stream. */
export type FusedActivation = (x: tf.Tensor, p: Operand, c: Operand, noise: NoiseStream) => tf.Tensor;

/**
 * A noisy activation as the active backend computes it at once; undefined where it does not, or has not got the base.
 *
 * @param options - Checked already.
 */
export function fusedActivation(options: ActivationOptions<TensorBase>): FusedActivation | undefined {
  const kernel = fusedKernelsOf(tf.getBackend()).noisyActivation;
  if (kernel === undefined) return undefined;
  const { base, variant, alpha, form, clipRange } = resolveActivation('fusedActivation', bases, options);
  const name = (Object.keys(bases) as BaseName[]).find((each) => bases[each] === base);
  if (name === undefined || variant === 'none') return undefined;
  const fixed = { base: name, variant, alpha, form, clip: clipRange !== null };
  return (x, p, c, noise) => {
    const inputs = { x, p: asFloat32(p), c: asFloat32(c) };
    const drawn = { key: noise.key, stream: takeStreamNumbers(noise, 1) };
    return runFused(inputs, (keep) => kernel(inputs, { ...fixed, ...drawn, keep }));
  };
}

function asFloat32(operand: Operand): tf.Tensor {
  if (!(operand instanceof tf.Tensor)) return tf.scalar(operand);
  return operand.dtype === 'float32' ? operand : tf.cast(operand, 'float32');
}
