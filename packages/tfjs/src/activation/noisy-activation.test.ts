import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import {
  createNoiseStream,
  createNoisyActivation,
  defaultNoiseScale,
  fillNormals,
  InvalidArgumentError,
  NoiseStreamExhaustedError,
  variants,
} from '@unsaturate/core';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  noisyActivation,
  noisyHardSigmoid,
  noisyHardTanh,
  noisyKerasHardSigmoid,
  noisySigmoid,
  noisyTanh,
} from './noisy-activation.ts';

const x = Float32Array.of(-3, -1.5, -0.5, 0.5, 1.5, 3);
const noisy = variants.filter((variant) => variant !== 'none');
const numbers = (tensor: tf.Tensor): number[] => [...tensor.dataSync()];

/** A call that need not keep to the types. */
const fail = (options: object, input: tf.TensorLike | tf.Tensor = x): unknown =>
  noisyActivation(input, { training: true, ...options });
const tensor = (...shape: number[]): tf.Tensor => tf.zeros(shape);

beforeEach(() => tf.setBackend('cpu'));

describe('p', () => {
  const xi = fillNormals([1, 0], 0, new Float32Array(6));
  const apply = (p: number | tf.Tensor): number[] =>
    tf.tidy(() => {
      const noise = tf.tensor2d(xi, [2, 3]);
      return numbers(noisyActivation(tf.tensor2d(x, [2, 3]), { p, noise, training: true }));
    });

  it('is 1 when left out', () => {
    const left = tf.tidy(() => {
      const noise = tf.tensor2d(xi, [2, 3]);
      return numbers(noisyActivation(tf.tensor2d(x, [2, 3]), { noise, training: true }));
    });
    expect(left).toEqual(apply(1));
    expect(left).not.toEqual(apply(0.9));
  });

  it('is a number, shared, per unit, per row or per element', () => {
    const phi = createNoisyActivation();
    const expected = (p: (row: number, unit: number) => number): number[] =>
      Array.from(x, (each, e) => phi.value(each, p(Math.floor(e / 3), e % 3), 0.5, xi[e]!));
    const units = [0.5, -0.8, 2];
    const perRow = [0.4, 0.9];
    for (const [given, slope] of [
      [0.7, () => 0.7],
      [tf.scalar(0.7), () => 0.7],
      [tf.tensor1d([0.7]), () => 0.7],
      [tf.tensor1d(units), (_: number, unit: number) => units[unit]!],
      [tf.tensor2d(perRow, [2, 1]), (row: number) => perRow[row]!],
      [tf.tensor2d([...units, ...units], [2, 3]), (_: number, unit: number) => units[unit]!],
    ] as const) {
      apply(given).forEach((each, e) => expect(each).toBeCloseTo(expected(slope)[e]!, 5));
      if (typeof given !== 'number') given.dispose();
    }
  });
});

describe('c', () => {
  it.each(variants)("is by default that of '%s'", (variant) => {
    tf.tidy(() => {
      const noise = tf.tensor1d([-0.9, 0.3, -1, 2, 0.1, -0.7]);
      const options = { base: 'tanh', variant, noise, training: true } as const;
      const left = numbers(noisyActivation(x, options));
      const c = defaultNoiseScale[variant];
      expect(left).toEqual(numbers(noisyActivation(x, { ...options, c })));
      expect(left).toEqual(numbers(noisyActivation(x, { ...options, c: tf.scalar(c) })));
    });
  });
});

describe('noise', () => {
  it('is that of the next number of the stream, which goes on by one', () => {
    tf.tidy(() => {
      const stream = createNoiseStream(42, 9);
      const drawn = numbers(noisyActivation(x, { noise: stream, training: true }));
      const xi = tf.tensor1d(fillNormals([42, 0], 9, new Float32Array(6)));
      expect(drawn).toEqual(numbers(noisyActivation(x, { noise: xi, training: true })));
      expect(stream).toEqual({ key: [42, 0], next: 10 });
      expect(numbers(noisyActivation(x, { noise: stream, training: true }))).not.toEqual(drawn);
    });
  });

  it('is the same on cpu and wasm', async () => {
    const drawn: number[][] = [];
    for (const backend of ['cpu', 'wasm']) {
      await tf.setBackend(backend);
      const noise = createNoiseStream(3);
      tf.tidy(() => drawn.push(numbers(noisyActivation(x, { noise, training: true, alpha: 1.1 }))));
    }
    drawn[1]!.forEach((each, e) => expect(each).toBeCloseTo(drawn[0]![e]!, 6));
  });

  it.each(variants)("is not taken by '%s' when evaluating", (variant) => {
    const stream = createNoiseStream(7);
    const before = tf.memory().numTensors;
    const y = noisyActivation(x, { variant, noise: stream, training: false });
    const without = noisyActivation(x, { variant, training: false });
    expect(numbers(y)).toEqual(numbers(without));
    expect(stream.next).toBe(0);
    tf.dispose([y, without]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("is not taken by 'none' when training", () => {
    const stream = createNoiseStream(7);
    const y = noisyActivation(x, { variant: 'none', noise: stream, training: true });
    expect(numbers(y)).toEqual([-1, -1, -0.5, 0.5, 1, 1]);
    expect(stream.next).toBe(0);
    y.dispose();
  });
});

describe('named activations', () => {
  it.each([
    ['sigmoid', noisySigmoid],
    ['tanh', noisyTanh],
    ['hardSigmoid', noisyHardSigmoid],
    ['hardTanh', noisyHardTanh],
    ['kerasHardSigmoid', noisyKerasHardSigmoid],
  ] as const)('%s', (base, named) => {
    tf.tidy(() => {
      const [mine, theirs] = [createNoiseStream(5), createNoiseStream(5)];
      const expected = noisyActivation(x, { base, noise: theirs, training: true, alpha: 0.9 });
      expect(numbers(named(x, { noise: mine, training: true, alpha: 0.9 }))).toEqual(numbers(expected));
    });
  });
});

describe.each(['cpu', 'wasm'])('tensors on %s', (backend) => {
  it.each(noisy)("of '%s' do not leak, in value or gradient", async (variant) => {
    await tf.setBackend(backend);
    const [xs, p, c] = [tf.tensor2d(x, [2, 3]), tf.tensor1d([0.5, 1, -2]), tf.scalar(0.4)] as const;
    const before = tf.memory().numTensors;
    const run = (): tf.Tensor =>
      noisyActivation(xs, { base: 'tanh', variant, p, c, noise: createNoiseStream(1), training: true });
    const y = run();
    expect(y.shape).toEqual([2, 3]);
    expect(tf.memory().numTensors).toBe(before + 1);
    y.dispose();
    const { value, grads } = tf.engine().gradients(run, [xs, p, c], undefined, true);
    const given = grads.filter(Boolean);
    expect(tf.memory().numTensors).toBe(before + 1 + given.length);
    tf.dispose([value, ...given, xs, p, c]);
    expect(tf.memory().numTensors).toBe(before - 3);
  });
});

describe('a wrong argument', () => {
  it.each<[string, () => unknown, string]>([
    [
      'training left out',
      () => fail({ training: undefined }),
      'training must be true or false, got undefined.',
    ],
    [
      'options left out',
      () => noisyActivation([1], undefined as never),
      'options must be an object, got undefined.',
    ],
    [
      'a misspelt option',
      () => fail({ alhpa: 2 }),
      'options must hold only base, variant, alpha, form, clip, training, p, c, noise, got "alhpa".',
    ],
    ['base', () => fail({ base: 'relu' }), 'base must be one of "sigmoid", '],
    ['variant', () => fail({ variant: 'nah' }), 'variant must be one of "none", '],
    ['form', () => fail({ form: 'paper' }), 'form must be one of "equation9", "authors", got "paper".'],
    ['alpha', () => fail({ alpha: Number.NaN }), 'alpha must be a finite number, got NaN.'],
    ['p', () => fail({ p: Infinity }), 'p must be a finite number, got Infinity.'],
    ['p per unit', () => fail({ p: tensor(4) }), 'p must broadcast to the shape [6] of x, got [4].'],
    [
      'p of higher rank',
      () => fail({ p: tensor(1, 6) }),
      'p must broadcast to the shape [6] of x, got [1,6].',
    ],
    ['c', () => fail({ c: Number.NaN }), 'c must be a finite number of at least 0, got NaN.'],
    ['c below 0', () => fail({ c: -0.5 }), 'c must be a finite number of at least 0, got -0.5.'],
    ['c per unit', () => fail({ c: tensor(6) }), 'c must be a number or a scalar tensor, got [6].'],
    ['c as text', () => fail({ c: '0.5' }), 'c must be a finite number of at least 0, got "0.5".'],
    [
      'x of integers',
      () => fail({}, tf.tensor1d([1, 2], 'int32')),
      'x must be a float32 tensor, got "int32". Cast it with tf.cast.',
    ],
    [
      'no noise',
      () => fail({ noise: undefined }),
      'noise must be a noise stream or a tensor when training with the variant "NAH", got undefined. ' +
        'Pass createNoiseStream(seed), or standard normals.',
    ],
    ['a seed for noise', () => fail({ noise: 7 }), 'noise must be a noise stream or a tensor when'],
    [
      'noise of another shape',
      () => fail({ noise: tensor(2, 3) }),
      'noise must have the shape [6] of x, got [2,3].',
    ],
    [
      'a base without threshold',
      () => fail({ variant: 'NANIS', base: { h: tf.tanh, u: tf.neg } }),
      'base.threshold must be a finite number above 0 for the variant "NANIS", got undefined.',
    ],
    [
      'a base without range',
      () => fail({ clip: true, base: { h: tf.tanh, u: tf.neg } }),
      'base.range must be [min, max] with min < max for output clip, got undefined.',
    ],
    [
      'a base without u',
      () => fail({ base: { h: tf.tanh } }),
      'base must be the name of a base or an object with the functions h, u, got {"h":"function ',
    ],
  ])('is named: %s', (_name, act, message) => {
    tf.tidy(() => {
      expect(act).toThrow(InvalidArgumentError);
      expect(act).toThrow(`noisyActivation: ${message}`);
    });
  });

  it('leaves stream and tensors as they were', () => {
    const noise = createNoiseStream(7);
    const p = tf.zeros([4]);
    const before = tf.memory().numTensors;
    expect(() => fail({ noise, p })).toThrow(InvalidArgumentError);
    expect(() => fail({ noise, c: Number.NaN })).toThrow(InvalidArgumentError);
    expect(() => fail({ noise: createNoiseStream(7, 0xffffffff) })).toThrow(NoiseStreamExhaustedError);
    expect(noise.next).toBe(0);
    expect(tf.memory().numTensors).toBe(before);
    p.dispose();
  });
});
