import * as tf from '@tensorflow/tfjs-core';
import type { LinearCrossEntropyKernel } from '../fused/kernels.ts';

/** The inputs of `linearCrossEntropy`, of all tokens or of some. */
interface Inputs<T = tf.Tensor> {
  readonly hidden: T;
  readonly kernel: T;
  readonly bias: T;
  readonly labels: T;
}

/** Some of the tokens. */
interface Tile {
  readonly start: number;
  readonly tokens: number;
}

/**
 * `linearCrossEntropy` by tfjs ops, for every backend: a tile of tokens at a time, and backward the logits of each tile
 * once more. That repeats one product out of three; kept logits would be the largest thing in memory.
 *
 * @param tileSize - Logits computed at a time, or those of one token where these are more.
 */
export function linearCrossEntropyInTiles(tileSize: number): LinearCrossEntropyKernel {
  return (inputs, { keep }) => {
    const result = tf.concat(tilesOf(inputs, tileSize).map((tile) => tf.tidy(() => losses(inputs, tile))));
    if (!keep) return { result, backward: null };
    const kept = keepInputs(inputs);
    return {
      result,
      backward: {
        gradients(dResult) {
          const { hidden, kernel, bias } = gradients(kept, dResult, tileSize);
          return { hidden: () => hidden, kernel: () => kernel, bias: () => bias };
        },
        dispose: () => Object.values(kept).forEach((tensor) => tensor instanceof tf.Variable || tensor.dispose()),
      },
    };
  };
}

/** A variable outlives the gradient; the rest may not. */
function keepInputs({ hidden, kernel, bias, labels }: Inputs): Inputs {
  const kept = (tensor: tf.Tensor): tf.Tensor =>
    tensor instanceof tf.Variable ? tensor : tf.keep(tf.clone(tensor));
  return { hidden: kept(hidden), kernel: kept(kernel), bias: kept(bias), labels: kept(labels) };
}

function tilesOf({ hidden, kernel }: Inputs, tileSize: number): Tile[] {
  const [all, vocabulary] = [hidden.shape[0]!, kernel.shape[1]!];
  const most = Math.max(1, Math.floor(tileSize / vocabulary));
  return Array.from({ length: Math.ceil(all / most) }, (_, n) => {
    return { start: n * most, tokens: Math.min(most, all - n * most) };
  });
}

/** `z = hidden kernel + bias`, [tokens, vocabulary]. */
function logits({ hidden, kernel, bias }: Inputs, tile: Tile): tf.Tensor {
  return tf.add(tf.matMul(rows(hidden, tile), kernel), bias);
}

/** `log(sum_v exp(z_v)) - z_label`, with the largest logit taken from both so that exp does not overflow. */
function losses(inputs: Inputs, tile: Tile): tf.Tensor1D {
  const z = logits(inputs, tile);
  const shifted = tf.sub(z, tf.max(z, 1, true));
  const firsts = tf.range(0, z.size, z.shape[1]!, 'int32');
  const picked = tf.gather(tf.reshape(shifted, [-1]), tf.add(firsts, rows(inputs.labels, tile)));
  return tf.sub(tf.log(tf.sum(tf.exp(shifted), 1)), picked);
}

type Gradients = Omit<Inputs, 'labels'>;

function gradients(inputs: Inputs, dLosses: tf.Tensor, tileSize: number): Gradients {
  // Transposing first, because tfjs's wasm backend computes products with a transposed factor in a scalar loop.
  const transposedKernel = tf.transpose(inputs.kernel);
  const ofHidden: tf.Tensor[] = [];
  let [kernel, bias] = [tf.zerosLike(inputs.kernel), tf.zerosLike(inputs.bias)];
  for (const tile of tilesOf(inputs, tileSize)) {
    const next = tf.tidy(() => {
      const dz = gradientInLogits(inputs, dLosses, tile);
      return {
        hidden: tf.matMul(dz, transposedKernel),
        kernel: tf.add(kernel, tf.matMul(tf.transpose(rows(inputs.hidden, tile)), dz)),
        bias: tf.add(bias, tf.sum(dz, 0)),
      };
    });
    tf.dispose([kernel, bias]);
    ofHidden.push(next.hidden);
    ({ kernel, bias } = next);
  }
  const hidden = tf.concat(ofHidden);
  tf.dispose([transposedKernel, ofHidden]);
  return { hidden, kernel, bias };
}

/** `dz_v = dLoss (softmax(z)_v - [v = label])`. */
function gradientInLogits(inputs: Inputs, dLosses: tf.Tensor, tile: Tile): tf.Tensor {
  const z = logits(inputs, tile);
  const labels = tf.oneHot(rows(inputs.labels, tile), z.shape[1]!, 1, 0, 'float32');
  return tf.mul(tf.sub(tf.softmax(z), labels), tf.expandDims(rows(dLosses, tile), 1));
}

/** The values of a tile's tokens. */
function rows(tensor: tf.Tensor, { start, tokens }: Tile): tf.Tensor {
  const [, ...rest] = tensor.shape as number[];
  return tf.slice(tensor, [start, ...rest.map(() => 0)], [tokens, ...rest]);
}
