import * as tf from '@tensorflow/tfjs-core';
import { equalParts } from './split.ts';

// Equations of Graves, Wayne and Danihelka 2014, "Neural Turing Machines" (arXiv 1410.5401), section 3.3, for all heads
// at once: K heads, N locations of memory of width M, S shifts.

/** Keeps the length of a zero vector above zero, far below that of a memory of 1e-6. */
const lengthGuard = 1e-16;

/** The least weight that is told from zero, so that its logarithm is finite. */
const weightGuard = 1e-16;

/**
 * Content addressing, eq. 5: `wc(i) = softmax_i(beta cos(k, M(i)))`.
 *
 * @param k - Keys [batch, K, M].
 * @param beta - Key strengths [batch, K, 1], above 0.
 * @param memory - [batch, N, M].
 * @returns [batch, K, N], each row adds up to 1.
 */
export function contentAddressing(k: tf.Tensor, beta: tf.Tensor, memory: tf.Tensor): tf.Tensor {
  return tf.softmax(tf.mul(beta, cosineSimilarity(k, memory)));
}

/**
 * Cosine similarity, eq. 6: `cos(k, m) = k . m / (|k| |m|)`; 0 for vectors of zeros.
 *
 * @param k - [batch, K, M].
 * @param memory - [batch, N, M].
 * @returns [batch, K, N].
 */
export function cosineSimilarity(k: tf.Tensor, memory: tf.Tensor): tf.Tensor {
  const [batch, locations] = memory.shape as [number, number, number];
  const lengths = tf.mul(length(k), tf.reshape(length(memory), [batch, 1, locations]));
  return tf.div(tf.matMul(k, memory, false, true), lengths);
}

/** Euclidean length of vectors [batch, count, M], as [batch, count, 1]. */
function length(vectors: tf.Tensor): tf.Tensor {
  return tf.sqrt(tf.add(tf.sum(tf.square(vectors), -1, true), lengthGuard));
}

/**
 * Interpolation, eq. 7: `wg = g wc + (1 - g) w_previous`.
 *
 * @param g - Interpolation gates [batch, K, 1], in [0, 1].
 * @param content - wc [batch, K, N].
 * @param previous - Weights of the step before [batch, K, N].
 */
export function interpolate(g: tf.Tensor, content: tf.Tensor, previous: tf.Tensor): tf.Tensor {
  return tf.add(previous, tf.mul(g, tf.sub(content, previous)));
}

/**
 * Circular convolution, eq. 8: `w~(i) = sum_j wg(j) s(i - j mod N)`.
 *
 * @param weights - wg [batch, K, N].
 * @param s - Shift weights [batch, K, S], each row adds up to 1; S is odd, and the middle one means no shift. The last
 * moves attention forward, from location i to i + (S - 1) / 2.
 */
export function shift(weights: tf.Tensor, s: tf.Tensor): tf.Tensor {
  const shifts = equalParts(s, s.shape.at(-1)!, -1);
  const furthest = (shifts.length - 1) / 2;
  return tf.addN(shifts.map((share, i) => tf.mul(share, rotate(weights, i - furthest))));
}

/** Element i goes to `i + steps mod N` of the last axis. */
function rotate(x: tf.Tensor, steps: number): tf.Tensor {
  const size = x.shape.at(-1)!;
  const cut = (((size - steps) % size) + size) % size;
  if (cut === 0) return x;
  const [first, last] = tf.split(x, [cut, size - cut], -1) as [tf.Tensor, tf.Tensor];
  return tf.concat([last, first], -1);
}

/**
 * Sharpening, eq. 9: `w(i) = w~(i)^gamma / sum_j w~(j)^gamma`, computed as `softmax(gamma log w~)`: no power of zero, no
 * sum that vanishes.
 *
 * @param weights - w~ [batch, K, N].
 * @param gamma - [batch, K, 1], at least 1.
 */
export function sharpen(weights: tf.Tensor, gamma: tf.Tensor): tf.Tensor {
  return tf.softmax(tf.mul(gamma, tf.log(tf.add(weights, weightGuard))));
}
