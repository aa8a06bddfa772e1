import * as tf from '@tensorflow/tfjs-core';
import { InvalidArgumentError } from '@unsaturate/core';
import { describe, expect, it } from 'vitest';
import { adam } from './adam.ts';
import { applyOptimizer, initialOptimizerState } from './apply-optimizer.ts';
import { momentum, nesterov } from './momentum.ts';
import type { Optimizer } from './optimizer.ts';
import { rmsprop } from './rmsprop.ts';
import { sgd } from './sgd.ts';

const start = [0.5, -1.25, 2, 0];
const learningRate = 0.1;

/** Gradient of the toy loss `sum(a theta^2 / 2 + sin theta)`, which differs from update to update. */
function toyLoss(parameter: tf.Tensor): tf.Scalar {
  return tf.sum(tf.add(tf.mul(tf.square(parameter), [0.5, 0.1, 2, 1]), tf.sin(parameter)));
}

function run(optimizer: Optimizer, updates: number): number[][] {
  const parameter = tf.tidy(() => tf.variable(tf.tensor(start)));
  let state = initialOptimizerState(optimizer, { parameter });
  const path = Array.from({ length: updates }, () => {
    const gradient = tf.grad((x) => toyLoss(x))(parameter);
    state = applyOptimizer(optimizer, state, { parameter }, { parameter: gradient }, { learningRate });
    gradient.dispose();
    return [...parameter.dataSync()];
  });
  expect(state.step).toBe(updates);
  tf.dispose([parameter, state.slots]);
  return path;
}

function runTfjs(optimizer: tf.Optimizer, updates: number): number[][] {
  const parameter = tf.tidy(() => tf.variable(tf.tensor(start)));
  const path = Array.from({ length: updates }, () => {
    optimizer.minimize(() => toyLoss(parameter), false, [parameter]);
    return [...parameter.dataSync()];
  });
  parameter.dispose();
  return path;
}

function worst(a: readonly number[][], b: readonly number[][]): number {
  return Math.max(...a.flatMap((row, i) => row.map((value, j) => Math.abs(value - b[i]![j]!))));
}

describe('the rules', () => {
  it.each([
    ['sgd', sgd(), () => tf.train.sgd(learningRate), 1e-6],
    ['momentum', momentum({ momentum: 0.8 }), () => tf.train.momentum(learningRate, 0.8), 1e-6],
    ['nesterov', nesterov({ momentum: 0.8 }), () => tf.train.momentum(learningRate, 0.8, true), 1e-6],
    ['rmsprop', rmsprop({ decay: 0.7 }), () => tf.train.rmsprop(learningRate, 0.7), 1e-6],
    // tfjs computes 1 - beta2^t in float32, which is wrong by up to 3e-5 of itself at first.
    ['adam', adam({ beta1: 0.8 }), () => tf.train.adam(learningRate, 0.8, 0.999), 2e-5],
  ] as const)('%s walks as that of tfjs does', (name, ours, theirs, tolerance) => {
    expect(ours.name).toBe(name);
    const path = run(ours, 8);
    expect(worst(path, runTfjs(theirs(), 8))).toBeLessThan(tolerance);
    expect(path[7]).not.toEqual(path[6]);
  });

  it('adam is the equation in float64 within float32 rounding', () => {
    let theta = start[0]!;
    let m = 0;
    let v = 0;
    const expected = [1, 2, 3, 4, 5, 6].map((t) => {
      const g = theta + Math.cos(theta);
      m = 0.9 * m + 0.1 * g;
      v = 0.99 * v + 0.01 * g * g;
      theta -= (learningRate * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.99 ** t)) + 1e-3);
      return theta;
    });
    const path = run(adam({ beta2: 0.99, epsilon: 1e-3 }), 6).map((row) => row[0]!);
    expected.forEach((value, i) => expect(path[i]).toBeCloseTo(value, 6));
  });

  it('free what they make', () => {
    const before = tf.memory().numTensors;
    for (const optimizer of [sgd(), momentum(), nesterov(), adam(), rmsprop()]) run(optimizer, 2);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('applyOptimizer', () => {
  it('assigns nothing when the rule fails on a later parameter', () => {
    const rule = sgd();
    const failing: Optimizer<never, 'learningRate'> = {
      ...rule,
      update(input) {
        if (input.parameter.size === 1) throw new Error('no');
        return rule.update(input);
      },
    };
    const parameters = { a: tf.variable(tf.tensor([1, 2])), b: tf.variable(tf.tensor([3])) };
    const gradients = { a: tf.tensor([1, 1]), b: tf.tensor([1]) };
    const state = initialOptimizerState(failing, parameters);
    expect(() => applyOptimizer(failing, state, parameters, gradients, { learningRate: 1 })).toThrow('no');
    expect([...parameters.a.dataSync()]).toEqual([1, 2]);
    tf.dispose([parameters, gradients]);
  });

  it('multiplies gradients by a number first', () => {
    const parameters = { a: tf.variable(tf.tensor([1, 2])) };
    const gradients = { a: tf.tensor([4, 8]) };
    const optimizer = momentum({ momentum: 0.5 });
    const options = { learningRate: 0.5, gradientScale: 0.25 };
    const first = initialOptimizerState(optimizer, parameters);
    const state = applyOptimizer(optimizer, first, parameters, gradients, options);
    expect([...parameters.a.dataSync()]).toEqual([0.5, 1]);
    expect([...state.slots['m']!['a']!.dataSync()]).toEqual([1, 2]);
    tf.dispose([parameters, gradients, state.slots]);
  });

  it('takes a rule whose parts meet', () => {
    const normalized: Optimizer<never, 'learningRate'> = {
      ...sgd(),
      update: ({ gradient, parameter, scalars }) => ({
        parameter: tf.sub(parameter, tf.mul(tf.div(gradient, tf.norm(gradient)), scalars.learningRate)),
        slots: {},
      }),
    };
    const parameters = { a: tf.variable(tf.tensor([1, 2])) };
    const gradients = { a: tf.tensor([3, 4]) };
    const state = initialOptimizerState(normalized, parameters);
    applyOptimizer(normalized, state, parameters, gradients, { learningRate: 5 });
    expect([...parameters.a.dataSync()].map((each) => Math.round(100 * each))).toEqual([-200, -200]);
    tf.dispose([parameters, gradients]);
  });

  it.each([
    ['has none', {}, 'applyOptimizer: gradients.a must be given, as for every parameter, got undefined.'],
    [
      'has another shape',
      { a: tf.zeros([3]) },
      'elementwise: inputs.parameter must be float32 of shape [3], as inputs have one shape, got "float32 [2]".',
    ],
  ])('refuses a parameter whose gradient %s, and leaves all as it was', (_name, gradients, message) => {
    const parameters = { a: tf.variable(tf.tensor([1, 2])) };
    const state = initialOptimizerState(momentum(), parameters);
    const before = tf.memory().numTensors;
    const act = (): unknown => applyOptimizer(momentum(), state, parameters, gradients, { learningRate: 1 });
    expect(act).toThrow(InvalidArgumentError);
    expect(act).toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
    expect([...parameters.a.dataSync(), ...state.slots['m']!['a']!.dataSync()]).toEqual([1, 2, 0, 0]);
    tf.dispose([parameters, gradients, state.slots]);
  });
});

describe('options', () => {
  it.each([
    ['momentum: momentum must', () => momentum({ momentum: 1 })],
    ['nesterov: momentum must', () => nesterov({ momentum: -0.1 })],
    ['adam: beta1 must', () => adam({ beta1: Number.NaN })],
    ['adam: beta2 must', () => adam({ beta2: 1 })],
    ['adam: epsilon must', () => adam({ epsilon: 0 })],
    ['rmsprop: decay must', () => rmsprop({ decay: 1.5 })],
    ['adam: options must hold only beta1, beta2, epsilon, got "beta".', () => adam({ beta: 0.5 } as object)],
    ['rmsprop: options must hold only decay, epsilon, got "rho".', () => rmsprop({ rho: 0.5 } as object)],
    ['momentum: options must hold only momentum, got "mu".', () => momentum({ mu: 0.5 } as object)],
    ['nesterov: options must be an object, got 0.5.', () => nesterov(0.5 as never)],
    ['rmsprop: epsilon must', () => rmsprop({ epsilon: Infinity })],
  ])('%s', (message, make) => {
    expect(make).toThrow(InvalidArgumentError);
    expect(make).toThrow(message);
  });
});
