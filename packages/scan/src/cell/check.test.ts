import * as tf from '@tensorflow/tfjs-core';
import { createNoiseStream, InvalidArgumentError } from '@unsaturate/core';
import { describe, expect, it } from 'vitest';
import type { Cell, StepResult } from './cell.ts';
import { attentive } from '../testing/attentive.ts';
import { elman, elmanParams } from '../testing/elman.ts';
import { scan, type ScanOptions } from '../scan.ts';

const zeros = (shapes: Record<string, number[]>): Record<string, tf.Tensor> =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, tf.zeros(shape)]));

const right = {
  params: { kernel: [2, 3], recurrentKernel: [3, 3], contextKernel: [3, 3], p: [2, 3] },
  xs: [4, 5, 2],
  init: { h: [4, 3] },
  constants: { memory: [4, 6, 3] },
};

/** A scan of `attentive` with some shapes or options replaced. */
function run(change: Partial<typeof right> | object, options: object = {}, cell: object = attentive): void {
  const { params, xs, init, constants } = { ...right, ...change };
  const tensors = { params: zeros(params), xs: tf.zeros(xs), init: zeros(init), constants: zeros(constants) };
  const untyped = cell as Cell<unknown>;
  const given: ScanOptions = { constants: tensors.constants, ...options };
  scan(untyped, tensors.params, tensors.xs, tensors.init, given);
}

const withoutKernel = { recurrentKernel: [3, 3], contextKernel: [3, 3], p: [2, 3] };
/** `elman` with another step. */
const giving = (result: (h: tf.Tensor) => object): typeof elman => ({
  ...elman,
  step: (_params, _x, { h }, { tanh }) => result(tanh(h)) as StepResult<'h'>,
});
const noisy = { tanh: { variant: 'NAH' } };

describe('a scan refuses', () => {
  it('nothing when all is right', () => {
    expect(() => tf.tidy(() => run({}))).not.toThrow();
  });

  it.each<[string, () => void, string]>([
    [
      'xs without time',
      () => run({ xs: [4] }),
      'xs must have the shape [batch, time, ...features] with no axis of size 0, got [4].',
    ],
    [
      'no steps',
      () => run({ xs: [4, 0, 2] }),
      'xs must have the shape [batch, time, ...features] with no axis',
    ],
    [
      'an empty batch',
      () => run({ xs: [0, 5, 2] }),
      'xs must have the shape [batch, time, ...features] with no axis of size 0, got [0,5,2].',
    ],
    [
      'inputs of another size',
      () => run({ xs: [4, 5, 3] }),
      'xs must have the shape [4, 5, 2], got [4,5,3].',
    ],
    [
      'a missing parameter',
      () => run({ params: withoutKernel }),
      'params must hold the tensors of the cell "attentive", got ["recurrentKernel","contextKernel","p"].',
    ],
    [
      'a superfluous parameter',
      () => run({ params: { ...right.params, bias: [3] } }),
      'params must hold exactly kernel, recurrentKernel, contextKernel, p, got ["kernel",',
    ],
    [
      'a parameter of another shape',
      () => run({ params: { ...right.params, p: [3] } }),
      'params.p must have the shape [2, 3], got [3].',
    ],
    ['no state', () => run({ init: {} }), 'init must hold exactly h, got [].'],
    [
      'another state',
      () => run({ init: { h: [4, 3], c: [4, 3] } }),
      'init must hold exactly h, got ["h","c"].',
    ],
    [
      'a state of another batch',
      () => run({ init: { h: [1, 3] } }),
      'init.h must have 4 rows, as many as xs, got [1,3].',
    ],
    [
      'a state of another size',
      () => run({ init: { h: [4, 2] } }),
      'init.h must have the shape [4, 3], got [4,2].',
    ],
    ['missing constants', () => run({ constants: {} }), 'constants must hold exactly memory, got [].'],
    [
      'constants it has no use for',
      () => run({ params: { kernel: [2, 3], recurrentKernel: [3, 3], p: [1, 3] } }, {}, elman),
      'constants must be empty, got ["memory"].',
    ],
    [
      'a mask of another shape',
      () => run({}, { mask: tf.ones([5, 4]) }),
      'mask must have the shape [4, 5] of [batch, time], got [5,4].',
    ],
    [
      'training without noise',
      () => run({}, { activations: noisy, training: true }),
      'noise must be a noise stream when training with a noisy activation, got undefined. Pass createNoiseStream(seed).',
    ],
    [
      'a seed for noise',
      () => run({}, { activations: noisy, training: true, noise: 7 }),
      'noise must be a noise stream when training with a noisy activation, got 7.',
    ],
    [
      'an activation that cells do not call',
      () => run({}, { activations: { gate: { variant: 'NAH' } } }),
      'activations must hold only sigmoid, tanh, got "gate".',
    ],
    [
      'a misspelt option of an activation',
      () => run({}, { activations: { sigmoid: { varient: 'NAH' } } }),
      'activations.sigmoid must hold only base, variant, alpha, form, clip, c, got "varient".',
    ],
    [
      'a misspelt option',
      () => run({}, { trainning: true }),
      'options must hold only activations, training, noise, observe, mask, constants, reverse, engine, verify, got "trainning".',
    ],
    [
      'an unknown variant',
      () => run({}, { activations: { sigmoid: { variant: 'HAN' } } }),
      'activations.sigmoid: variant must be one of "none", ',
    ],
    [
      'a noise scale per unit',
      () => run({}, { activations: { tanh: { c: tf.ones([3]) } } }),
      'activations.tanh: c must be a number or a scalar tensor, got [3].',
    ],
    [
      'a noise scale that is not finite',
      () => run({}, { activations: { tanh: { c: Number.NaN } } }),
      'activations.tanh: c must be a finite number of at least 0, got NaN.',
    ],
  ])('%s', (_what, act, message) => {
    expect(() => tf.tidy(act)).toThrow(InvalidArgumentError);
    expect(() => tf.tidy(act)).toThrow(`scan: ${message}`);
  });

  it.each<[string, (tensor: tf.Tensor) => readonly unknown[], string]>([
    ['no cell', () => [], 'cell must be an object, got undefined.'],
    ['a cell without a step', () => [{ ...elman, step: 1 }], 'cell.step must be a function, got 1.'],
    ['no xs', () => [elman, {}], 'xs must be a tensor, got undefined.'],
    ['an array for xs', () => [elman, {}, [[[1]]]], 'xs must be a tensor, got [[[1]]].'],
    ['no params', (xs) => [elman, undefined, xs], 'params must be an object, got undefined.'],
    ['no init', (xs) => [elman, {}, xs], 'init must be an object, got undefined.'],
    ['an array among params', (xs) => [elman, { p: [1] }, xs, {}], 'params.p must be a tensor, got [1].'],
    ['a number for a state', (xs) => [elman, {}, xs, { h: 0 }], 'init.h must be a tensor, got 0.'],
    [
      'an array for a mask',
      (xs) => [elman, {}, xs, {}, { mask: [[1]] }],
      'mask must be a tensor, got [[1]].',
    ],
    [
      'constants that are none',
      (xs) => [attentive, {}, xs, {}, { constants: { memory: null } }],
      'constants.memory must be a tensor, got null.',
    ],
  ])('%s, by its kind', (_what, args, message) => {
    const untyped = scan as (...args: readonly unknown[]) => unknown;
    tf.tidy(() => {
      const act = (): unknown => untyped(...args(tf.ones([1, 1, 1])));
      expect(act).toThrow(InvalidArgumentError);
      expect(act).toThrow(`scan: ${message}`);
    });
  });

  it.each<[string, (h: tf.Tensor) => object, string]>([
    [
      'a state of another shape',
      (h) => ({ output: h, state: { h: tf.concat([h, h], 1) } }),
      'scan: the step of "elman": state.h must have the shape [2, 2], got [2,4].',
    ],
    [
      'another state',
      (h) => ({ output: h, state: { c: h } }),
      'scan: the step of "elman": state must hold exactly h, got ["c"].',
    ],
    [
      'an output of another batch',
      (h) => ({ output: tf.sum(h, 0), state: { h: tf.concat([h]) } }),
      'scan: the step of "elman": output must have 3 rows, as many as xs, got [2].',
    ],
  ])('a step that gives %s', (_what, result, message) => {
    tf.tidy(() => {
      const batch = message.includes('3 rows') ? 3 : 2;
      const act = (): unknown =>
        scan(giving(result), elmanParams(), tf.ones([batch, 2, 2]), { h: tf.ones([batch, 2]) });
      expect(act).toThrow(InvalidArgumentError);
      expect(act).toThrow(message);
    });
  });

  it('before it touches a tensor or the noise, also under a gradient', () => {
    const noise = createNoiseStream(7, 5);
    const [params, xs, h] = [elmanParams(), tf.ones([2, 3, 2]), tf.ones([1, 2])];
    const before = tf.memory().numTensors;
    const options = { activations: { tanh: { variant: 'NAH' } }, noise, training: true } as const;
    const act = (xs: tf.Tensor): tf.Tensor => tf.sum(scan(elman, params, xs, { h }, options).outputs);
    expect(() => act(xs)).toThrow(InvalidArgumentError);
    expect(() => tf.grad(act)(xs)).toThrow(InvalidArgumentError);
    expect(tf.memory().numTensors).toBe(before);
    expect(noise.next).toBe(5);
    tf.dispose([xs, h, ...Object.values(params)]);
  });
});
