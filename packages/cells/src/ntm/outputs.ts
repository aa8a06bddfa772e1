import * as tf from '@tensorflow/tfjs-core';
import type { NtmOptions, NtmSizes } from './sizes.ts';
import { resolveNtm } from './sizes.ts';

/** What a scan of a machine with `showWeights` gives. */
export interface NtmOutputs {
  /** [batch, time, O]. */
  readonly outputs: tf.Tensor;
  /** Weights of all heads after each step [batch, time, R + W, N], those that read first. */
  readonly weights: tf.Tensor;
}

/**
 * Takes outputs and weights apart, of a scan of `ntm({ showWeights: true })`.
 *
 * @param outputs - [batch, time, O + (R + W) N].
 * @throws InvalidArgumentError as `ntm`.
 */
export function ntmOutputs(outputs: tf.Tensor, sizes: NtmSizes, options: NtmOptions = {}): NtmOutputs {
  const { readHeads, writeHeads } = resolveNtm('ntmOutputs', options);
  const heads = readHeads + writeHeads;
  const [batch, time] = outputs.shape as [number, number, number];
  const [own, weights] = tf.split(outputs, [sizes.outputSize, heads * sizes.locations], -1) as [
    tf.Tensor,
    tf.Tensor,
  ];
  return { outputs: own, weights: tf.reshape(weights, [batch, time, heads, sizes.locations]) };
}
