import { numpy as np } from '@jax-js/jax';
import type { Values } from '../../workloads/values.ts';

/** What is trained. As everywhere in jax-js, a function owns its arguments: it uses each of them up. */
export interface Work {
  readonly params: np.Array[];
  readonly inputs: np.Array[];
  /** Whether params take an SGD step. */
  readonly updates: boolean;
  /** Scalar; `key` is for the noise. */
  readonly loss: (params: np.Array[], inputs: np.Array[], key: np.Array) => np.Array;
}

/** An array of these values. */
export function arrayOf({ data, shape }: Values): np.Array {
  return np.array(data as Float32Array<ArrayBuffer>).reshape([...shape]);
}

/** `xs W + b` for all time steps at once; [batch, time, units] to `time` arrays [batch, n]. */
export function projectInputs(xs: np.Array, kernel: np.Array, bias: np.Array): np.Array[] {
  const [batch, time, units] = xs.shape as [number, number, number];
  const rows = np.transpose(xs, [1, 0, 2]).reshape([time * batch, units]);
  return np.unstack(np.matmul(rows, kernel).add(bias).reshape([time, batch, -1]));
}
