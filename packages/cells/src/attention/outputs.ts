import * as tf from '@tensorflow/tfjs-core';
import type { AttentionSizes } from './attention-lstm.ts';

/** What a scan of `attentionLstm` gives. */
export interface AttentionOutputs {
  /** h' after each step [batch, time, H]. */
  readonly h: tf.Tensor;
  /** The context z that each step read [batch, time, D]. */
  readonly context: tf.Tensor;
  /** The weights alpha of each step [batch, time, L]. */
  readonly weights: tf.Tensor;
}

/**
 * Takes the outputs of a scan of `attentionLstm` apart.
 *
 * @param outputs - [batch, time, H + D + L].
 */
export function attentionOutputs(
  outputs: tf.Tensor,
  { units, featureSize }: Pick<AttentionSizes, 'units' | 'featureSize'>,
): AttentionOutputs {
  const positions = outputs.shape.at(-1)! - units - featureSize;
  const [h, context, weights] = tf.split(outputs, [units, featureSize, positions], -1) as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  return { h, context, weights };
}
