import * as tf from '@tensorflow/tfjs-core';
import type { Words } from '@unsaturate/core';
import { uniformsAt } from '@unsaturate/tfjs';

/**
 * Parameters by name and shape: kernels uniform on +-sqrt(3 / rows), so that a product keeps the variance of its inputs;
 * embeddings on +-sqrt(3 / width); noise slopes p on [-1, 1]; biases 0. Their names end in what they are. Parameter n takes
 * stream number n of the key.
 */
export function freshParameters<Name extends string>(
  shapes: Readonly<Record<Name, readonly number[]>>,
  key: Words,
): Readonly<Record<Name, tf.Variable>> {
  const entries = Object.entries<readonly number[]>(shapes).map(([name, shape], stream) => {
    const variable = tf.tidy(() => tf.variable(tf.mul(uniformsAt(key, stream, shape), rangeOf(name, shape))));
    return [name, variable] as const;
  });
  return Object.fromEntries(entries) as Record<Name, tf.Variable>;
}

/** A parameter starts between minus and plus this. */
function rangeOf(name: string, shape: readonly number[]): number {
  if (/(^|\/)p$|P$/.test(name)) return 1;
  if (/bias$/i.test(name)) return 0;
  const inputs = /embedding$/i.test(name) ? shape[1]! : shape[0]!;
  return Math.sqrt(3 / inputs);
}
