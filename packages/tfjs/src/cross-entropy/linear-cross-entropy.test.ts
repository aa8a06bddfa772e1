import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { fillUniforms, InvalidArgumentError, randomWord } from '@unsaturate/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runFused } from '../fused/run-fused.ts';
import { linearCrossEntropy } from './linear-cross-entropy.ts';
import { linearCrossEntropyInTiles } from './tiles.ts';

interface Problem {
  readonly tokens: number;
  readonly features: number;
  readonly vocabulary: number;
  /** hidden, kernel, bias and the weight of each loss. */
  readonly values: readonly [Float32Array, Float32Array, Float32Array, Float32Array];
  readonly labels: Int32Array;
}

/** Random values; `scale` is the largest of the kernel. */
function problem(tokens: number, features: number, vocabulary: number, scale = 1): Problem {
  const uniforms = (stream: number, size: number, range = 1): Float32Array =>
    fillUniforms([tokens, vocabulary], stream, new Float32Array(size)).map((each) => each * range);
  const values = [
    uniforms(0, tokens * features),
    uniforms(1, features * vocabulary, scale),
    uniforms(2, vocabulary),
    uniforms(3, tokens),
  ] as const;
  const labels = Int32Array.from({ length: tokens }, (_, i) => randomWord([1, 2], 4, i) % vocabulary);
  return { tokens, features, vocabulary, values, labels };
}

/** The losses by the definition, in float64. */
function reference({ tokens, features, vocabulary, values, labels }: Problem): number[] {
  const [hidden, kernel, bias] = values;
  return Array.from({ length: tokens }, (_, i) => {
    const z = Array.from({ length: vocabulary }, (_each, v) => {
      let sum: number = bias[v]!;
      for (let f = 0; f < features; f++) sum += hidden[i * features + f]! * kernel[f * vocabulary + v]!;
      return sum;
    });
    const most = Math.max(...z);
    return most + Math.log(z.reduce((sum, each) => sum + Math.exp(each - most), 0)) - z[labels[i]!]!;
  });
}

/** `d sum(weight * loss) / d value`, by central differences in float64. */
function slope(given: Problem, input: 0 | 1 | 2, element: number): number {
  const at = (step: number): number => {
    const values = given.values.map((each) => Float64Array.from(each)) as unknown as Float32Array[];
    values[input]![element]! += step;
    const losses = reference({ ...given, values: values as unknown as Problem['values'] });
    return losses.reduce((sum, loss, i) => sum + given.values[3][i]! * loss, 0);
  };
  return (at(1e-5) - at(-1e-5)) / 2e-5;
}

type Op = typeof linearCrossEntropy;

/** As {@link linearCrossEntropy}, with tiles of another size. */
const inTilesOf =
  (size: number): Op =>
  (hidden, kernel, bias, labels) => {
    const inputs = { hidden, kernel, bias, labels };
    return runFused(inputs, (keep) => linearCrossEntropyInTiles(size)(inputs, { keep })) as tf.Tensor1D;
  };

function tensors({ tokens, features, vocabulary, values }: Problem): [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D] {
  const [hidden, kernel, bias] = values;
  return [
    tf.tensor2d(hidden, [tokens, features]),
    tf.tensor2d(kernel, [features, vocabulary]),
    tf.tensor1d(bias),
  ];
}

function run(given: Problem, op: Op = linearCrossEntropy): { losses: number[]; gradients: number[][] } {
  return tf.tidy(() => {
    const labels = tf.tensor1d(given.labels, 'int32');
    const weighted = (...[hidden, kernel, bias]: tf.Tensor[]): tf.Tensor =>
      tf.mul(op(hidden as tf.Tensor2D, kernel as tf.Tensor2D, bias as tf.Tensor1D, labels), given.values[3]);
    const inputs = tensors(given);
    const gradients = tf.grads((...all) => tf.sum(weighted(...all)))(inputs);
    return {
      losses: [...op(...inputs, labels).dataSync()],
      gradients: gradients.map((each) => [...each.dataSync()]),
    };
  });
}

function expectClose(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((each, i) => {
    expect(Math.abs(each - expected[i]!)).toBeLessThan(tolerance * Math.max(1, Math.abs(expected[i]!)));
  });
}

const shapes: [number, number, number][] = [
  [1, 1, 1],
  [5, 3, 1],
  [7, 2, 2],
  [13, 4, 9],
  [11, 5, 1000],
];

describe.each(['cpu', 'wasm'])('linearCrossEntropy on %s', (backend) => {
  beforeAll(() => tf.setBackend(backend));
  afterAll(() => tf.setBackend('cpu'));

  it.each(shapes)('is the definition for %i tokens, %i features, a vocabulary of %i', (...sizes) => {
    const given = problem(...sizes);
    expectClose(run(given).losses, reference(given), 1e-5);
  });

  it.each(shapes)('has its gradients for %i tokens, %i features, a vocabulary of %i', (...sizes) => {
    const given = problem(...sizes);
    const { gradients } = run(given);
    for (const input of [0, 1, 2] as const) {
      expect(gradients[input]).toHaveLength(given.values[input].length);
      for (let n = 0; n < 20; n++) {
        const element = randomWord([3, input], 0, n) % given.values[input].length;
        expect(Math.abs(gradients[input]![element]! - slope(given, input, element))).toBeLessThan(1e-5);
      }
    }
  });

  it.each([1, 9, 40, 117, 1000])('is the same in tiles of %i logits', (tileSize) => {
    const given = problem(13, 4, 9);
    const [whole, tiled] = [run(given), run(given, inTilesOf(tileSize))];
    expectClose(tiled.losses, whole.losses, 1e-6);
    whole.gradients.forEach((each, input) => expectClose(tiled.gradients[input]!, each, 1e-5));
  });

  it('stays finite for logits of 1e4 and more', () => {
    const given = problem(12, 3, 6, 2e4);
    const { losses, gradients } = run(given);
    expect(Math.max(...losses)).toBeGreaterThan(1e4);
    expect(Math.min(...losses)).toBe(0);
    expectClose(losses, reference(given), 1e-5);
    gradients.forEach((each) => expect(each.every(Number.isFinite)).toBe(true));
  });

  it.each([-1, 4, 1_000_000])('refuses the label %d and leaks nothing, also under a gradient', (label) => {
    const [hidden, kernel, bias] = tensors(problem(3, 2, 4));
    const labels = tf.tensor1d([0, label, 1], 'int32');
    const before = tf.memory().numTensors;
    const message = `linearCrossEntropy: labels must be from 0 to 3, got ${label}.`;
    expect(() => linearCrossEntropy(hidden, kernel, bias, labels)).toThrow(message);
    const summed = (h: tf.Tensor): tf.Tensor =>
      tf.sum(linearCrossEntropy(h as tf.Tensor2D, kernel, bias, labels));
    expect(() => tf.grad(summed)(hidden)).toThrow(InvalidArgumentError);
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([hidden, kernel, bias, labels]);
  });

  it('leaks nothing, with and without a gradient', () => {
    const [hidden, kernel, bias] = tensors(problem(13, 2, 4));
    const labels = tf.tensor1d(problem(13, 2, 4).labels, 'int32');
    const [kernelVariable, biasVariable] = [tf.variable(kernel), tf.variable(bias)];
    const before = tf.memory().numTensors;
    for (const op of [linearCrossEntropy, inTilesOf(9)]) {
      tf.dispose(op(hidden, kernel, bias, labels));
      tf.dispose(
        tf.grads((h, k, b) => tf.sum(op(h as tf.Tensor2D, k as tf.Tensor2D, b as tf.Tensor1D, labels)))([
          hidden,
          kernel,
          bias,
        ]),
      );
      const loss = (): tf.Scalar => tf.mean(op(tf.mul(hidden, 2), kernelVariable, biasVariable, labels));
      const { value, grads } = tf.variableGrads(loss, [kernelVariable, biasVariable]);
      tf.dispose([value, grads]);
    }
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([hidden, kernel, bias, labels, kernelVariable, biasVariable]);
  });
});

describe('linearCrossEntropy', () => {
  const zeros = (dtype: 'float32' | 'int32', ...shape: number[]): tf.Tensor => tf.zeros(shape, dtype);
  const good = (): tf.Tensor[] => [
    zeros('float32', 3, 2),
    zeros('float32', 2, 5),
    zeros('float32', 5),
    zeros('int32', 3),
  ];

  it.each<[number, tf.DataType, number[], string]>([
    [
      0,
      'float32',
      [3],
      'hidden must be float32 of shape [tokens, features] without a size of 0, got "float32 [3]".',
    ],
    [0, 'int32', [3, 2], 'hidden must be float32 of shape [tokens, features]'],
    [0, 'float32', [0, 2], 'hidden must be float32 of shape [tokens, features]'],
    [0, 'float32', [3, 0], 'hidden must be float32 of shape [tokens, features]'],
    [1, 'float32', [3, 5], 'kernel must be float32 of shape [2, vocabulary]'],
    [1, 'float32', [2, 0], 'kernel must be float32 of shape [2, vocabulary]'],
    [2, 'float32', [4], 'bias must be float32 of shape [5]'],
    [2, 'float32', [1, 5], 'bias must be float32 of shape [5]'],
    [3, 'int32', [3, 1], 'labels must be int32 of shape [3]'],
    [3, 'float32', [3], 'labels must be int32 of shape [3]'],
  ])('refuses argument %i of %s %o', (argument, dtype, shape, message) => {
    tf.tidy(() => {
      const given = good();
      given[argument] = zeros(dtype as 'float32', ...shape);
      const act = (): unknown => linearCrossEntropy(...(given as Parameters<Op>));
      expect(act).toThrow(InvalidArgumentError);
      expect(act).toThrow(`linearCrossEntropy: ${message}`);
    });
  });
});
