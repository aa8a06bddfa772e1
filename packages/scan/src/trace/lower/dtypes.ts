import * as tf from '@tensorflow/tfjs-core';

const bools = new Set<string>([
  tf.All,
  tf.Any,
  tf.Equal,
  tf.Greater,
  tf.GreaterEqual,
  tf.IsFinite,
  tf.IsInf,
  tf.IsNan,
  tf.Less,
  tf.LessEqual,
  tf.LogicalAnd,
  tf.LogicalNot,
  tf.LogicalOr,
  tf.NotEqual,
]);

/** What tfjs says the result of a kernel holds; in a graph everything is float32. */
export function dtypeOf(
  kernel: string,
  inputs: Readonly<Record<string, tf.TensorInfo>>,
  attrs: { readonly dtype?: tf.DataType },
): tf.DataType {
  if (bools.has(kernel)) return 'bool';
  if (kernel === tf.Mean) return 'float32';
  if (kernel === tf.FloorDiv) return 'int32';
  const value = inputs['t'] ?? Object.values(inputs)[0];
  return attrs.dtype ?? value?.dtype ?? 'float32';
}
