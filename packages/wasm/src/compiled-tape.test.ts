import * as tf from '@tensorflow/tfjs-core';
import { gru, lstm } from '@unsaturate/cells';
import { createNoiseStream } from '@unsaturate/core';
import {
  type Cell,
  defineCell,
  scan,
  type ScanOptions,
  type ScanResult,
  type Tensors,
} from '@unsaturate/scan';
import { beforeAll, describe, expect, it } from 'vitest';
import './index.ts';
import { randomTensor } from '../../scan/src/testing/scan-case.ts';
import { tokens } from '../../scan/src/testing/small-cells.ts';

const sizes = { inputSize: 3, units: 4 };
const noisy = { sigmoid: { variant: 'NAN' }, tanh: { variant: 'NAN' } } as const;
const engines = ['eager', 'compiled'] as const;

const numbers = (tensor: tf.Tensor): number[] => [...tensor.dataSync()];

function tensorsOf(shapes: Readonly<Record<string, readonly number[]>>, seed: number): Tensors {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape], i) => [name, randomTensor(shape, seed + i, 0.5)]),
  );
}

/** A new cell each time: nothing is compiled for it yet. */
function newGru(): typeof gru {
  return { ...gru };
}

function gruTensors(batch: number, time: number) {
  const params = tensorsOf(gru.params(sizes), 10) as Tensors<'kernel' | 'recurrentKernel' | 'bias' | 'p'>;
  return { params, xs: randomTensor([batch, time, 3], 1), init: { h: randomTensor([batch, 4], 2) } };
}

/** Fails unless the numbers of both engines are alike: those of each list, relative to its largest or 0.01. */
function expectAlike(run: (engine: (typeof engines)[number]) => number[][]): void {
  const [eager, compiled] = engines.map(run) as [number[][], number[][]];
  expect(compiled.map((list) => list.length)).toEqual(eager.map((list) => list.length));
  const errors = eager.map((list, i) => {
    const scale = Math.max(0.01, ...list.map(Math.abs));
    return Math.max(...list.map((value, k) => Math.abs(value - compiled[i]![k]!))) / scale;
  });
  expect(Math.max(...errors)).toBeLessThan(1e-4);
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('the gradient of a compiled scan', () => {
  it('can be had in some of the inputs only', () => {
    const { params, xs, init } = gruTensors(2, 5);
    for (const name of ['kernel', 'bias'] as const) {
      expectAlike((engine) => {
        const loss = (one: tf.Tensor): tf.Scalar =>
          tf.sum(tf.square(scan(gru, { ...params, [name]: one }, xs, init, { engine }).outputs));
        return [numbers(tf.grad(loss)(params[name]))];
      });
    }
    expectAlike((engine) => [
      numbers(tf.grad((h) => tf.sum(scan(gru, params, xs, { h }, { engine }).state.h))(init.h)),
    ]);
  });

  it('goes through two layers, and through a scan whose result is used twice', () => {
    const { params, xs, init } = gruTensors(2, 5);
    const upper = tensorsOf(gru.params({ inputSize: 4, units: 4 }), 30) as typeof params;
    expectAlike((engine) => {
      const noise = createNoiseStream(3);
      const options = { engine, noise, training: true, activations: noisy };
      const loss = (lower: tf.Tensor, higher: tf.Tensor): tf.Scalar => {
        const first = scan(gru, { ...params, kernel: lower }, xs, init, options);
        const second = scan(gru, { ...upper, kernel: higher }, first.outputs, first.state, options);
        return tf.sum(tf.mul(tf.square(second.outputs), first.outputs));
      };
      return [...tf.grads(loss)([params.kernel, upper.kernel]).map(numbers), [noise.next]];
    });
  });

  it('adds up where one tensor is several inputs', () => {
    const { xs, init } = gruTensors(2, 3);
    const square = defineCell({
      name: 'square',
      sites: [],
      params: () => ({ a: [4, 4], b: [4, 4], kernel: [3, 4] }),
      state: () => ({ h: [4] }),
      step({ a, b, kernel }, x, { h }: Tensors<'h'>) {
        const output = tf.tanh(tf.add(tf.matMul(x, kernel), tf.matMul(tf.sigmoid(tf.matMul(h, a)), b)));
        return { output, state: { h: output } };
      },
    });
    const kernel = randomTensor([3, 4], 4);
    expectAlike((engine) => {
      const loss = (w: tf.Tensor): tf.Scalar =>
        tf.sum(scan(square, { a: w, b: w, kernel }, xs, init, { engine }).outputs);
      return [numbers(tf.grad(loss)(randomTensor([4, 4], 5)))];
    });
  });

  it('is there under tidy, in variableGrads, and for an optimizer', () => {
    const { params, xs, init } = gruTensors(2, 4);
    expectAlike((engine) => {
      const kernel = tf.variable(params.kernel);
      const loss = (): tf.Scalar =>
        tf.tidy(() => tf.sum(tf.square(scan(gru, { ...params, kernel }, xs, init, { engine }).outputs)));
      const optimizer = tf.train.adam(0.05);
      const costs = [1, 2, 3].map(() => numbers(optimizer.minimize(loss, true, [kernel])!));
      const { value, grads } = tf.variableGrads(loss, [kernel]);
      const results = [...costs, numbers(value), numbers(grads[kernel.name]!), numbers(kernel)];
      expect(costs[2]![0]).toBeLessThan(costs[0]![0]!);
      kernel.dispose();
      return results;
    });
  });
});

describe('variables and tensors that a step takes from its surroundings', () => {
  const capturing = (captured: () => tf.Tensor) =>
    defineCell({
      name: 'capturing',
      sites: [],
      params: () => ({ kernel: [3, 4] }),
      state: () => ({ h: [4] }),
      step({ kernel }, x, { h }: Tensors<'h'>) {
        const output = tf.tanh(tf.add(tf.matMul(x, kernel), tf.matMul(h, captured())));
        return { output, state: { h: output } };
      },
    });

  it('are seen as they are at each call, and get gradients', () => {
    const { params, xs, init } = gruTensors(2, 4);
    const kernel = randomTensor([3, 4], 5);
    const variable = tf.variable(randomTensor([4, 4], 6));
    const cell = capturing(() => variable);
    const run = (engine: (typeof engines)[number]): number[][] => {
      const { value, grads } = tf.variableGrads(
        () => tf.sum(scan(cell, { kernel }, xs, init, { engine }).outputs),
        [variable],
      );
      return [numbers(value), numbers(grads[variable.name]!)];
    };
    expectAlike(run);
    const before = run('compiled');
    variable.assign(randomTensor([4, 4], 7));
    expectAlike(run);
    expect(run('compiled')).not.toEqual(before);
    variable.dispose();
    tf.dispose(params);
  });

  it('may be other tensors at each call', () => {
    const { xs, init } = gruTensors(2, 4);
    const kernel = randomTensor([3, 4], 5);
    let captured = randomTensor([4, 4], 6);
    const cell = capturing(() => captured);
    const run = (engine: (typeof engines)[number]): number[][] => [
      numbers(scan(cell, { kernel }, xs, init, { engine }).outputs),
      numbers(
        tf.grad((each) => {
          captured = each;
          return tf.sum(scan(cell, { kernel }, xs, init, { engine }).outputs);
        })(captured.clone()),
      ),
    ];
    expectAlike(run);
    const before = run('compiled');
    captured = randomTensor([4, 4], 8);
    expectAlike(run);
    expect(run('compiled')).not.toEqual(before);
  });
});

describe('a compiled step', () => {
  it('runs for any number of time steps', () => {
    const cell = newGru();
    for (const time of [3, 1, 17, 2, 64]) {
      const { params, xs, init } = gruTensors(2, time);
      expectAlike((engine) => {
        const loss = (x: tf.Tensor): tf.Scalar => tf.sum(scan(cell, params, x, init, { engine }).outputs);
        return [numbers(scan(cell, params, xs, init, { engine }).outputs), numbers(tf.grad(loss)(xs))];
      });
    }
  });

  it('may work with whole numbers', () => {
    const table = randomTensor([5, 4], 1);
    const xs = tf.tensor2d([1, 4, 0, 3, 2, 2], [2, 3], 'int32');
    const init = { h: tf.zeros([2, 4]), count: tf.tensor1d([3, 0], 'int32') };
    for (const mask of [undefined, tf.tensor2d([0, 1, 1, 1, 0, 1], [2, 3])]) {
      expectAlike((engine) => {
        const options = { engine, ...(mask && { mask }) };
        const { outputs, state } = scan(tokens, { table }, xs, init, options);
        const loss = (each: tf.Tensor): tf.Scalar =>
          tf.sum(tf.square(scan(tokens, { table: each }, xs, init, options).outputs));
        expect(state.count.dtype).toBe('int32');
        return [numbers(outputs), numbers(state.h), numbers(state.count), numbers(tf.grad(loss)(table))];
      });
    }
  });

  it('leaves the noise stream where the eager one does, call after call', () => {
    const { params, xs, init } = gruTensors(2, 4);
    const noise = createNoiseStream(5);
    const options: ScanOptions = { noise, training: true, activations: noisy };
    const run = (engine: (typeof engines)[number]): ScanResult =>
      scan(gru, params, xs, init, { ...options, engine });
    const nexts = (['eager', 'compiled', 'compiled', 'eager'] as const).map((engine) => {
      tf.dispose([run(engine)] as unknown as tf.TensorContainer);
      return noise.next;
    });
    expect(nexts).toEqual([12, 24, 36, 48]);
    expectAlike((engine) => {
      noise.next = 12;
      return [numbers(run(engine).outputs)];
    });
  });

  it('leaves no tensors behind, forward only and with gradients', () => {
    const params = tensorsOf(lstm.params(sizes), 10) as Parameters<typeof lstm.step>[0];
    const xs = randomTensor([2, 4, 3], 1);
    const init = { h: tf.zeros([2, 4]), c: tf.zeros([2, 4]) };
    const mask = tf.tensor2d([1, 1, 0, 1, 0, 0, 1, 1], [2, 4]);
    const options = { engine: 'compiled', mask, training: true, activations: noisy } as const;
    const run = (): ScanResult =>
      scan({ ...lstm } as unknown as Cell, params, xs, init, { ...options, noise: createNoiseStream(1) });
    const before = tf.memory().numTensors;
    for (let i = 0; i < 25; i++) {
      const { outputs, state } = run();
      expect(tf.memory().numTensors).toBe(before + 3);
      tf.dispose([outputs, ...Object.values(state)]);
      const { value, grads } = tf.valueAndGrads((kernel: tf.Tensor) =>
        tf.sum(
          scan(lstm, { ...params, kernel }, xs, init, { ...options, noise: createNoiseStream(1) }).outputs,
        ),
      )([params['kernel']]);
      tf.dispose([value, ...grads]);
      expect(tf.memory().numTensors).toBe(before);
    }
  });
});
