import * as tf from '@tensorflow/tfjs-core';
import { InvalidArgumentError } from '@unsaturate/core';

/**
 * Throws an InvalidArgumentError unless `ids` is int32 and, where values can be read at once, each from 0 to count - 1.
 */
export function checkIds(where: string, argument: string, ids: tf.Tensor, count: number): void {
  if (ids.dtype !== 'int32') {
    const advice = `Cast them with tf.cast(${argument}, 'int32').`;
    throw new InvalidArgumentError({ where, argument, value: ids.dtype, rule: 'be int32', advice });
  }
  if (!isReadAtOnce()) return;
  const value = ids.dataSync<'int32'>().find((id) => id < 0 || id >= count);
  if (value === undefined) return;
  throw new InvalidArgumentError({ where, argument, value, rule: `be from 0 to ${count - 1}` });
}

/** Whether the active backend has values in memory, so that reading them does not wait. */
function isReadAtOnce(): boolean {
  return ['cpu', 'wasm'].includes(tf.getBackend());
}
