import * as tf from '@tensorflow/tfjs-core';
import {
  activate,
  activateGradients,
  createNoiseStream,
  createNoisyActivation,
  fillNormals,
  variants,
} from '@unsaturate/core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bases } from '../activation/bases.ts';
import { noisyActivation, type NoisyActivationOptions } from '../activation/noisy-activation.ts';
import { linearCrossEntropy } from '../cross-entropy/linear-cross-entropy.ts';
import { linearCrossEntropyInTiles } from '../cross-entropy/tiles.ts';
import {
  FusedKernelsVersionError,
  type LinearCrossEntropyKernel,
  type NoisyActivationAttributes,
  type NoisyActivationKernel,
  registerFusedKernels,
} from './kernels.ts';

const numbers = (tensor: tf.Tensor): number[] => [...tensor.dataSync()];
const x = Float32Array.of(-3, -1.5, -0.5, 0.5, 1.5, 3);

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => registerFusedKernels('cpu', { version: 1 }));

/** A noisy activation by the arrays of core, with what it was told and how often it was freed. */
function arrayActivation(): {
  kernel: NoisyActivationKernel;
  told: (NoisyActivationAttributes & { keep: boolean })[];
  freed: () => number;
} {
  const told: (NoisyActivationAttributes & { keep: boolean })[] = [];
  let freed = 0;
  const kernel: NoisyActivationKernel = (inputs, attributes) => {
    told.push(attributes);
    const { key, stream, keep, ...fixed } = attributes;
    const phi = createNoisyActivation(fixed);
    const read = (tensor: tf.Tensor): Float32Array => tensor.dataSync<'float32'>().slice();
    const values = read(inputs.x);
    const parameters = { p: read(inputs.p), c: read(inputs.c)[0]! };
    const [shape, shapeOfP] = [inputs.x.shape, inputs.p.shape];
    const xi = fillNormals(key, stream, new Float32Array(values.length));
    const result = tf.tensor(activate(phi, values, parameters, xi), shape);
    if (!keep) return { result, backward: null };
    return {
      result,
      backward: {
        gradients(dResult) {
          const dy = dResult.dataSync<'float32'>();
          const gradients = activateGradients(phi, values, parameters, xi, dy);
          return {
            x: () => tf.tensor(gradients.x, shape),
            p: () => tf.tensor(gradients.p, shapeOfP),
            c: () => tf.scalar(gradients.c),
          };
        },
        dispose: () => freed++,
      },
    };
  };
  return { kernel, told, freed: () => freed };
}

describe('a fused noisy activation', () => {
  const noisy = variants.filter((variant) => variant !== 'none');

  /** Value and gradients in x, p and c of a weighted sum, and the next number of the stream. */
  const run = (options: Partial<NoisyActivationOptions>): number[][] =>
    tf.tidy(() => {
      const noise = createNoiseStream(7, 4);
      const inputs = [tf.tensor2d(x, [2, 3]), tf.tensor1d([0.5, -0.8, 2]), tf.scalar(0.4)];
      const apply = (...[input, p, c]: tf.Tensor[]): tf.Tensor =>
        noisyActivation(input!, { p: p!, c: c as tf.Scalar, noise, training: true, ...options });
      // What has no influence is made to have none by zero: tfjs refuses a gradient in it otherwise.
      const loss = (...all: tf.Tensor[]): tf.Tensor =>
        tf.addN([tf.sum(tf.mul(apply(...all), [[1, 2, 3]])), ...all.map((each) => tf.sum(tf.mul(each, 0)))]);
      const { value, grads } = tf.valueAndGrads(loss)(inputs);
      return [...[apply(...inputs), value, ...grads].map(numbers), [noise.next]];
    });

  it.each(noisy)('takes the place of the composition of %s', (variant) => {
    const { kernel, told, freed } = arrayActivation();
    const options = { variant, base: 'sigmoid', alpha: 1.2, clip: true } as const;
    const composed = run(options);
    registerFusedKernels('cpu', { version: 1, noisyActivation: kernel });
    const fused = run(options);
    fused.forEach((each, i) => each.forEach((value, e) => expect(value).toBeCloseTo(composed[i]![e]!, 4)));
    const fixed = { ...options, form: 'equation9', key: [7, 0] };
    expect(told).toEqual([
      { ...fixed, stream: 4, keep: true },
      { ...fixed, stream: 5, keep: false },
    ]);
    expect(freed()).toBe(1);
  });

  it('takes p and c as numbers', () => {
    const { kernel } = arrayActivation();
    const apply = (): number[] => {
      const noise = createNoiseStream(3);
      return tf.tidy(() => numbers(noisyActivation(x, { p: 0.7, c: 0.3, noise, training: true })));
    };
    const composed = apply();
    registerFusedKernels('cpu', { version: 1, noisyActivation: kernel });
    apply().forEach((value, e) => expect(value).toBeCloseTo(composed[e]!, 5));
  });

  it.each<[string, Partial<NoisyActivationOptions>]>([
    ['without training', { training: false }],
    ['without noise in the variant', { variant: 'none' }],
    ['for normals of the caller', { noise: tf.ones([2, 3]) }],
    ['for a base of the caller', { base: { ...bases.tanh } }],
  ])('is not asked %s', (_name, options) => {
    const { kernel, told } = arrayActivation();
    const composed = run(options);
    registerFusedKernels('cpu', { version: 1, noisyActivation: kernel });
    expect(run(options)).toEqual(composed);
    expect(told).toEqual([]);
  });

  it('leaks nothing and is freed once with the tape', () => {
    const { kernel, freed } = arrayActivation();
    registerFusedKernels('cpu', { version: 1, noisyActivation: kernel });
    const input = tf.tensor1d(x);
    const noise = createNoiseStream(7);
    const before = tf.memory().numTensors;
    const apply = (each: tf.Tensor): tf.Tensor => noisyActivation(each, { noise, training: true });
    tf.dispose(apply(input));
    expect(freed()).toBe(0);
    tf.dispose(tf.grad((each) => tf.sum(apply(apply(each))))(input));
    expect(freed()).toBe(2);
    expect(tf.memory().numTensors).toBe(before);
    input.dispose();
  });
});

describe('a fused linearCrossEntropy', () => {
  const perToken: LinearCrossEntropyKernel = linearCrossEntropyInTiles(1);

  it('takes the place of the composition, told whether to keep', () => {
    const kept: boolean[] = [];
    registerFusedKernels('cpu', {
      version: 1,
      linearCrossEntropy(inputs, attributes) {
        kept.push(attributes.keep);
        return perToken(inputs, attributes);
      },
    });
    tf.tidy(() => {
      const [kernel, bias] = [tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]), tf.tensor1d([0, 1, 0])];
      const labels = tf.tensor1d([0, 2], 'int32');
      const losses = (hidden: tf.Tensor): tf.Tensor =>
        linearCrossEntropy(hidden as tf.Tensor2D, kernel, bias, labels);
      const hidden = tf.tensor2d([0, 0, 0, 0], [2, 2]);
      const all = Math.log(2 + Math.E);
      [all, all].forEach((loss, i) => expect(numbers(losses(hidden))[i]).toBeCloseTo(loss, 5));
      expect(tf.grad((each) => tf.sum(losses(each)))(hidden).shape).toEqual([2, 2]);
    });
    expect(kept).toEqual([false, false, true]);
  });

  it('is not asked on other backends', () => {
    registerFusedKernels('elsewhere', {
      version: 1,
      linearCrossEntropy: () => {
        throw new Error('asked');
      },
    });
    tf.tidy(() => {
      const loss = linearCrossEntropy(
        tf.zeros([1, 2]),
        tf.zeros([2, 4]),
        tf.zeros([4]),
        tf.tensor1d([3], 'int32'),
      );
      expect(numbers(loss)[0]).toBeCloseTo(Math.log(4), 6);
    });
  });
});

describe('registerFusedKernels', () => {
  it('refuses kernels of another version', () => {
    const act = (): void => registerFusedKernels('cpu', { version: 2 });
    expect(act).toThrow(FusedKernelsVersionError);
    expect(act).toThrow(
      'registerFusedKernels: the kernels for the backend "cpu" are of version 2, but this @unsaturate/tfjs calls ' +
        'kernels of version 1. Install versions of the two packages that belong together, and one copy of each.',
    );
  });

  it('notices kernels that another copy of this package let in', () => {
    const shared = globalThis as unknown as Record<symbol, Map<string, { version: number }>>;
    shared[Symbol.for('@unsaturate/tfjs/kernels')]!.set('cpu', { version: 0 });
    const labels = tf.tensor1d([0], 'int32');
    const act = (): unknown => linearCrossEntropy(tf.zeros([1, 1]), tf.zeros([1, 1]), tf.zeros([1]), labels);
    expect(() => tf.tidy(act as () => tf.Tensor)).toThrow(FusedKernelsVersionError);
    labels.dispose();
  });
});
