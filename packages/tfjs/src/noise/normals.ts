import * as tf from '@tensorflow/tfjs-core';
import {
  fillLaplaces,
  fillNormals,
  fillUniforms,
  type NoiseStream,
  takeStreamNumbers,
  type Words,
} from '@unsaturate/core';

/**
 * Standard normals of one stream number as a tensor: the same on every backend.
 *
 * @param key - Key of the noise stream.
 * @param stream - Stream number, an unsigned 32-bit integer.
 * @param shape - Shape of the tensor; element e of the stream is its flat row-major index.
 * @throws InvalidArgumentError as `fillNormals` of @unsaturate/core, which gives the numbers.
 */
export function normalsAt(key: Words, stream: number, shape: readonly number[]): tf.Tensor {
  return filled(shape, (out) => fillNormals(key, stream, out));
}

/**
 * As {@link normalsAt}, taking the next number of a noise stream.
 *
 * @throws NoiseStreamExhaustedError when the numbers of the stream are used up.
 */
export function drawNormals(noise: NoiseStream, shape: readonly number[]): tf.Tensor {
  return normalsAt(noise.key, takeStreamNumbers(noise, 1), shape);
}

/**
 * As {@link drawNormals}, with Laplace noise of variance 1: `fillLaplaces` of @unsaturate/core. Given to
 * `noisyActivation` as its noise, it takes the place of the normals.
 *
 * @throws NoiseStreamExhaustedError when the numbers of the stream are used up.
 */
export function drawLaplaces(noise: NoiseStream, shape: readonly number[]): tf.Tensor {
  const stream = takeStreamNumbers(noise, 1);
  return filled(shape, (out) => fillLaplaces(noise.key, stream, out));
}

/** As {@link normalsAt}, uniform on (-1, 1). */
export function uniformsAt(key: Words, stream: number, shape: readonly number[]): tf.Tensor {
  return filled(shape, (out) => fillUniforms(key, stream, out));
}

function filled(shape: readonly number[], fill: (out: Float32Array) => Float32Array): tf.Tensor {
  const sizes = [...shape];
  return tf.tensor(fill(new Float32Array(tf.util.sizeFromShape(sizes))), sizes);
}
