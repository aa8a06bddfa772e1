import * as tf from '@tensorflow/tfjs-core';
import type { LinearCrossEntropyKernel } from '../fused/kernels.ts';

/** The inputs of `linearCrossEntropy`. */
interface Inputs {
  readonly hidden: tf.Tensor;
  readonly kernel: tf.Tensor;
  readonly bias: tf.Tensor;
  readonly labels: tf.Tensor;
}

/** Some of the tokens. */
interface Tile {
  readonly start: number;
  readonly tokens: number;
}

/**
 * `linearCrossEntropy` by tfjs ops, for every backend, a tile of tokens at a time.
 *
 * The logits are kept for the gradient if they are all in one tile. Those of more tiles would be the largest thing in
 * memory, so they are computed once more, which is one product out of four.
 *
 * @param tileSize - Logits computed at a time, or those of one token where these are more.
 */
export function linearCrossEntropyInTiles(tileSize: number): LinearCrossEntropyKernel {
  return (inputs, { keep }) => {
    const tiles = tilesOf(inputs, tileSize);
    const all = tiles.length === 1 ? logits(inputs, tiles[0]!) : undefined;
    const parts = tiles.map((tile) =>
      tf.tidy(() => losses(all ?? logits(inputs, tile), rows(inputs.labels, tile))),
    );
    const result = tf.concat(parts);
    if (!keep) return { result, backward: null };
    const kept = keepInputs(inputs);
    if (all) tf.keep(all);
    const owned = [all, ...Object.values(kept)].filter((each) => !(each instanceof tf.Variable));
    return {
      result,
      backward: {
        gradients(dResult) {
          const { hidden, kernel, bias } = gradients(kept, tiles, all, dResult);
          return { hidden: () => hidden, kernel: () => kernel, bias: () => bias };
        },
        dispose: () => owned.forEach((each) => each?.dispose()),
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
  const [all, vocabulary] = [hidden.shape[0], kernel.shape[1]!];
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
function losses(z: tf.Tensor, labels: tf.Tensor): tf.Tensor1D {
  const shifted = tf.sub(z, tf.max(z, 1, true));
  const firsts = tf.range(0, z.size, z.shape[1], 'int32');
  const picked = tf.gather(tf.reshape(shifted, [-1]), tf.add(firsts, labels));
  return tf.sub(tf.log(tf.sum(tf.exp(shifted), 1)), picked);
}

function gradients(
  inputs: Inputs,
  tiles: readonly Tile[],
  all: tf.Tensor | undefined,
  dLosses: tf.Tensor,
): Omit<Inputs, 'labels'> {
  // Transposing first, because tfjs's wasm backend computes products with a transposed factor in a scalar loop.
  const transposedKernel = tf.transpose(inputs.kernel);
  const ofHidden: tf.Tensor[] = [];
  let [kernel, bias] = [tf.zerosLike(inputs.kernel), tf.zerosLike(inputs.bias)];
  for (const tile of tiles) {
    const next = tf.tidy(() => {
      const z = all ?? logits(inputs, tile);
      const dz = gradientInLogits(z, rows(inputs.labels, tile), rows(dLosses, tile));
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
function gradientInLogits(z: tf.Tensor, labels: tf.Tensor, dLosses: tf.Tensor): tf.Tensor {
  return tf.mul(tf.sub(tf.softmax(z), oneHot(labels, z.shape[1]!)), tf.expandDims(dLosses, 1));
}

/** `[v = label]`, int32: tfjs's wasm backend writes int32 whatever it is asked for. tfjs refuses a vocabulary of 1. */
function oneHot(labels: tf.Tensor, vocabulary: number): tf.Tensor {
  return vocabulary === 1 ? tf.ones([labels.size, 1], 'int32') : tf.oneHot(labels, vocabulary);
}

/** The values of a tile's tokens. */
function rows(tensor: tf.Tensor, { start, tokens }: Tile): tf.Tensor {
  const [, ...rest] = tensor.shape as number[];
  return tf.slice(tensor, [start, ...rest.map(() => 0)], [tokens, ...rest]);
}
