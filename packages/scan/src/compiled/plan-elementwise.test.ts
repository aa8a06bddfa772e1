import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { interpretPlan } from '../plan/interpret.ts';
import { UntraceableStepError } from '../trace/errors.ts';
import { type ElementwiseStep, planElementwise } from './plan-elementwise.ts';

const of = { tensors: ['x', 'y'], scalars: ['a'], shape: [2, 3] };

beforeAll(() => tf.setBackend('cpu'));

describe('planElementwise', () => {
  it('plans one loop over elements, whatever the shape', () => {
    const fn: ElementwiseStep = ({ x, y }, { a }) => {
      const sum = tf.add(tf.mul(x!, a!), tf.square(y!));
      return { x: sum, z: tf.where(tf.greater(sum, 0), tf.sqrt(sum), tf.sub(a!, y!)) };
    };
    const plan = planElementwise(fn, of, 4)!;
    expect(plan.forward.step.map(({ kind }) => kind)).toEqual(['loop']);
    const run = interpretPlan(plan, 1, () => 0);
    const fill = (name: string, values: readonly number[]): void =>
      run.buffers[plan.inputs[name]!]!.set(values);
    fill('state/x', [1, -2, 3, 0]);
    fill('state/y', [0, 1, 2, 4]);
    fill('scale/a', [3]);
    run.run(plan.forward, 'forward');
    const results = Object.entries(plan.outputs).map(([name, { buffer, block }]) => {
      return [name, [...run.buffers[buffer]!.subarray(4 * block)]];
    });
    expect(Object.fromEntries(results)).toEqual({
      'state/x': [3, -5, 13, 16],
      'state/z': [Math.sqrt(3), 2, Math.sqrt(13), 4],
    });
  });

  const captured = tf.tensor1d([1, 2, 3]);
  it.each<[string, ElementwiseStep]>([
    ['sums', ({ x }) => ({ x: tf.sub(x!, tf.mean(x!)) })],
    ['turns round', ({ x }) => ({ x: tf.reverse(x!, 1) })],
    ['transposes', ({ x }) => ({ x: tf.reshape(tf.transpose(x!), [2, 3]) })],
    ['knows places', ({ x }) => ({ x: tf.add(x!, [1, 2, 3]) })],
    ['gives an int32', ({ x }) => ({ x: tf.cast(x!, 'int32') })],
    ['gives a scalar', ({ x }, { a }) => ({ x: x!, a: a! })],
    ['reads a tensor of its surroundings', ({ x }) => ({ x: tf.mul(x!, tf.slice(captured, 0, 1)) })],
  ])('plans nothing that %s', (_name, fn) => {
    expect(planElementwise(fn, of, 4)).toBeUndefined();
  });

  it('refuses what cannot be recorded', () => {
    const impure: ElementwiseStep = ({ x }) => ({ x: tf.mul(x!, Math.random()) });
    expect(() => planElementwise(impure, of, 4)).toThrow(UntraceableStepError);
  });
});
