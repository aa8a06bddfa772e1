import * as tf from '@tensorflow/tfjs-core';
import { InvalidArgumentError } from '@unsaturate/core';
import { fusedKernelsOf } from '../fused/kernels.ts';
import { runFused } from '../fused/run-fused.ts';
import { checkIds } from '../ids/check-ids.ts';
import { linearCrossEntropyInTiles } from './tiles.ts';

const where = 'linearCrossEntropy';

/** Logits computed at a time: 16 MiB. */
const tileSize = 2 ** 22;

const composed = linearCrossEntropyInTiles(tileSize);

/**
 * Cross entropy of a softmax over a linear layer, for each token, in nats:
 *
 *     loss_i = log(sum_v exp(z_iv)) - z_i,labels(i),   z = hidden kernel + bias
 *
 * differentiable in hidden, kernel and bias: `dL/dz_iv = dL/dloss_i (softmax(z_i)_v - [v = labels(i)])`. Stable for
 * large logits. No more than 16 MiB of the logits z [tokens, vocabulary] are held at a time, or those of one token, so
 * a vocabulary may be large.
 *
 * Where fused kernels are registered for the active backend they compute it; else tfjs ops do, a tile of tokens at a
 * time. Only first derivatives.
 *
 * @param hidden - [tokens, features], float32.
 * @param kernel - [features, vocabulary], float32.
 * @param bias - [vocabulary], float32.
 * @param labels - [tokens], int32, values from 0 to vocabulary - 1. The values are checked on the backends cpu and wasm
 * only, where they can be read at once.
 * @returns [tokens]; `tf.mean` of it is the loss per token, exp of that the perplexity.
 * @throws InvalidArgumentError for another dtype, rank or size, a size of 0, or a label out of range.
 *
 * @example
 * ```ts
 * const [hidden, labels] = [tf.zeros([2, 3]), tf.tensor1d([0, 4], 'int32')];
 * linearCrossEntropy(hidden, tf.zeros([3, 5]), tf.zeros([5]), labels) // => [log 5, log 5]
 * ```
 */
export function linearCrossEntropy(
  hidden: tf.Tensor2D,
  kernel: tf.Tensor2D,
  bias: tf.Tensor1D,
  labels: tf.Tensor1D,
): tf.Tensor1D {
  checkTensor('hidden', hidden, 'float32', ['tokens', 'features']);
  const [tokens, features] = hidden.shape;
  checkTensor('kernel', kernel, 'float32', [features, 'vocabulary']);
  const vocabulary = kernel.shape[1];
  checkTensor('bias', bias, 'float32', [vocabulary]);
  checkTensor('labels', labels, 'int32', [tokens]);
  checkIds(where, 'labels', labels, vocabulary);
  const inputs = { hidden, kernel, bias, labels };
  const compute = fusedKernelsOf(tf.getBackend()).linearCrossEntropy ?? composed;
  return runFused(inputs, (keep) => compute(inputs, { keep })) as tf.Tensor1D;
}

/** Throws unless a tensor has these sizes; one with a name is any but 0. */
function checkTensor(
  argument: string,
  { dtype, shape }: tf.Tensor,
  expected: tf.DataType,
  sizes: readonly (number | string)[],
): void {
  const fits = (size: number, i: number): boolean =>
    typeof sizes[i] === 'number' ? size === sizes[i] : size > 0;
  if (dtype === expected && shape.length === sizes.length && (shape as number[]).every(fits)) return;
  const rule = `be ${expected} of shape [${sizes.join(', ')}] without a size of 0`;
  throw new InvalidArgumentError({ where, argument, value: `${dtype} [${shape.join(', ')}]`, rule });
}
