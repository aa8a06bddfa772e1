import * as tf from '@tensorflow/tfjs-core';
import { createNoiseStream, variants } from '@unsaturate/core';
import { linearCrossEntropy, noisyActivation } from '@unsaturate/tfjs';
import * as fc from 'fast-check';
import { createLinearCrossEntropyKernel } from '../../kernels/linear-cross-entropy.ts';
import { largestError } from '../compare-engines.ts';
import { randomTensor } from '../../../../scan/src/testing/scan-case.ts';

/** How far what is fused on WebGPU and what is composed on the CPU are apart, of each tensor relative to its largest. */
async function apart(run: () => readonly tf.Tensor[]): Promise<number> {
  const values: Float32Array[][] = [];
  for (const backend of ['cpu', 'webgpu']) {
    await tf.setBackend(backend);
    const before = tf.memory().numTensors;
    const tensors = tf.tidy(() => [...run()]);
    values.push(await read(tensors));
    if (tf.memory().numTensors !== before) throw new Error('tensors are left');
  }
  const [composed, fused] = values as [Float32Array[], Float32Array[]];
  return Math.max(...composed.map((expected, i) => largestError(fused[i], expected, 1e-3)));
}

async function read(tensors: readonly tf.Tensor[]): Promise<Float32Array[]> {
  const values: Float32Array[] = [];
  for (const tensor of tensors) values.push(Float32Array.from(await tensor.data()));
  tensors.forEach((tensor) => tensor.dispose());
  return values;
}

interface Sizes {
  readonly tokens: number;
  readonly features: number;
  readonly vocabulary: number;
}

const headInputs = ({ tokens, features, vocabulary }: Sizes, seed: number) => ({
  hidden: randomTensor([tokens, features], seed) as tf.Tensor2D,
  kernel: randomTensor([features, vocabulary], seed + 1) as tf.Tensor2D,
  bias: randomTensor([vocabulary], seed + 2) as tf.Tensor1D,
  labels: tf.tensor1d(
    Array.from({ length: tokens }, (_, i) => (i * 7 + seed) % vocabulary),
    'int32',
  ),
});

/** Throws if the loss of random hidden vectors, or its gradients, are wrong. */
export async function checkLinearCrossEntropy(numRuns: number): Promise<void> {
  const sizes = fc.record({
    tokens: fc.integer({ min: 1, max: 130 }),
    features: fc.integer({ min: 1, max: 40 }),
    vocabulary: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.constant(1000)),
  });
  const agrees = fc.asyncProperty(sizes, fc.nat(1000), async (each, seed) => {
    const error = await apart(() => {
      const { hidden, kernel, bias, labels } = headInputs(each, seed);
      const weights = randomTensor([each.tokens], seed + 3);
      const loss = (...[h, w, b]: tf.Tensor[]): tf.Tensor =>
        tf.sum(
          tf.mul(linearCrossEntropy(h as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor1D, labels), weights),
        );
      const { value, grads } = tf.valueAndGrads(loss)([hidden, kernel, bias]);
      return [linearCrossEntropy(hidden, kernel, bias, labels), value, ...grads];
    });
    if (!(error < 3e-5)) throw new Error(`${error} apart`);
  });
  await fc.assert(agrees, { seed: 2, numRuns });
}

/** Throws if a random noisy activation, or its gradients, are wrong. */
export async function checkNoisyActivation(numRuns: number): Promise<void> {
  const cases = fc.record({
    shape: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
    ofP: fc.constantFrom('one', 'units', 'elements'),
    variant: fc.constantFrom(...variants.filter((variant) => variant !== 'none')),
    base: fc.constantFrom('hardSigmoid', 'hardTanh', 'kerasHardSigmoid'),
    clip: fc.boolean(),
    alpha: fc.constantFrom(1, 1.2),
    seed: fc.integer({ min: 1, max: 1000 }),
  });
  const agrees = fc.asyncProperty(cases, async ({ shape, ofP, seed, ...options }) => {
    const error = await apart(() => {
      const shapeOfP = { one: [], units: shape.slice(-1), elements: shape }[ofP];
      const weights = randomTensor(shape, seed + 2);
      const noise = createNoiseStream(seed);
      const apply = (...[x, p, c]: tf.Tensor[]): tf.Tensor =>
        noisyActivation(x!, { ...options, noise, training: true, p: p!, c: c as tf.Scalar });
      // What has no influence is made to have none by zero: tfjs refuses a gradient in it otherwise.
      const loss = (...all: tf.Tensor[]): tf.Tensor =>
        tf.addN([tf.sum(tf.mul(apply(...all), weights)), ...all.map((each) => tf.sum(tf.mul(each, 0)))]);
      const inputs = [randomTensor(shape, seed, 3), randomTensor(shapeOfP, seed + 1), tf.scalar(0.4)];
      const { value, grads } = tf.valueAndGrads(loss)(inputs);
      return [value, ...grads, apply(...inputs)];
    });
    if (!(error < 5e-5)) throw new Error(`${error} apart`);
  });
  await fc.assert(agrees, { seed: 3, numRuns });
}

/** How far the loss in one tile and in several of unequal size are apart, with gradients asked for twice. */
export async function tiledError(): Promise<number> {
  await tf.setBackend('webgpu');
  const before = tf.memory().numTensors;
  const inputs = headInputs({ tokens: 23, features: 5, vocabulary: 11 }, 1);
  const weights = randomTensor([23], 4);
  const run = async (logitsOfTile: number, times: number): Promise<Float32Array[]> => {
    const { result, backward } = createLinearCrossEntropyKernel(logitsOfTile)(inputs, { keep: true });
    let gradients: Float32Array[] = [];
    for (let i = 0; i < times; i++) {
      const { hidden, kernel, bias } = backward!.gradients(weights);
      gradients = await read([hidden!(), kernel!(), bias!()]);
    }
    backward!.dispose();
    backward!.dispose();
    return [...(await read([result])), ...gradients];
  };
  const [whole, tiled] = [await run(1000, 1), await run(100, 2)];
  tf.dispose([...Object.values(inputs), weights]);
  if (tf.memory().numTensors !== before) return Infinity;
  return Math.max(...whole.map((expected, i) => largestError(tiled[i], expected, 1e-3)));
}
