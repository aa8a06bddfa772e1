import * as tf from '@tensorflow/tfjs-core';
import { createNoiseStream, fillNormals, InvalidArgumentError } from '@unsaturate/core';
import { scan, type Tensors } from '@unsaturate/scan';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ntmHeadBias } from './head-bias.ts';
import { instructions, plainHeads } from './heads.ts';
import { ntm } from './ntm.ts';
import { ntmOutputs } from './outputs.ts';
import { type NtmOptions, resolveNtm } from './sizes.ts';
import { ntmState, type NtmStateOptions, type NtmStateParams, ntmStateParams } from './state.ts';
import { type MachineState, referenceStep } from './testing/reference.ts';

const sizes = { inputSize: 3, units: 5, outputSize: 4, locations: 7, width: 3 };
const [batch, time] = [2, 6];
const machines: readonly NtmOptions[] = [
  {},
  { readHeads: 2, writeHeads: 3, shifts: 5 },
  { controller: 'feedForward', readHeads: 3, shifts: 1 },
  { controller: 'feedForward', writeHeads: 2 },
];

beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

function random(shapes: Readonly<Record<string, readonly number[]>>, scale = 0.7): Tensors {
  const entries = Object.entries(shapes).map(([name, shape], stream) => {
    const values = fillNormals([8, 1], stream, new Float32Array(tf.util.sizeFromShape([...shape])));
    return [name, tf.mul(tf.tensor(values, [...shape]), scale)] as const;
  });
  return Object.fromEntries(entries);
}

const learnedState = (options: NtmStateOptions): NtmStateParams<tf.Tensor> =>
  random(ntmStateParams(sizes, options)) as unknown as NtmStateParams<tf.Tensor>;

/** Inputs of a scan of a machine. */
function inputsOf(options: NtmOptions, scale?: number) {
  return {
    params: random(ntm(options).params(sizes), scale),
    xs: random({ xs: [batch, time, sizes.inputSize] }, 1)['xs']!,
    init: ntmState(learnedState(options), sizes, batch, options),
  };
}

const expectAlike = (actual: tf.Tensor, expected: unknown): void => {
  const right = (expected as number[]).flat(4);
  expect(actual.size).toBe(right.length);
  actual.dataSync().forEach((each, i) => expect(each).toBeCloseTo(right[i]!, 4));
};

describe.each(machines)('a machine with %o', (options) => {
  const cell = ntm({ ...options, showWeights: true });

  it('is over time what plain loops in float64 compute', () => {
    const { params, xs, init } = inputsOf(options);
    const flat = Object.fromEntries(
      Object.entries(params).map(([name, each]) => [name, [...each.dataSync()]]),
    );
    const { outputs, state } = scan(cell, params, xs, init);
    const shown = ntmOutputs(outputs, sizes, options);
    for (let b = 0; b < batch; b++) {
      const of = (tensor: tf.Tensor): unknown => (tensor.arraySync() as unknown[])[b];
      let machine = Object.fromEntries(
        Object.entries({ h: tf.zeros([batch, 5]), c: tf.zeros([batch, 5]), ...init }).map(([name, each]) => [
          name,
          of(each),
        ]),
      ) as unknown as MachineState;
      const [ys, weights]: [number[][], unknown[]] = [[], []];
      for (const x of of(xs) as number[][]) {
        const next = referenceStep(resolveNtm('test', options), sizes, flat, x, machine);
        machine = next.state;
        ys.push(next.output);
        weights.push(machine.weights);
      }
      expectAlike(tf.slice(shown.outputs, b, 1), ys);
      expectAlike(tf.slice(shown.weights, b, 1), weights);
      for (const [name, each] of Object.entries(state))
        expectAlike(tf.slice(each, b, 1), [machine[name as keyof MachineState]]);
    }
  });

  it('attends by a distribution, whatever its parameters', () => {
    for (const scale of [0, 1, 10, 100]) {
      const { params, xs, init } = inputsOf(options, scale);
      const { outputs } = scan(cell, params, xs, init);
      const { weights } = ntmOutputs(outputs, sizes, options);
      expect(tf.min(weights).dataSync()[0]).toBeGreaterThanOrEqual(0);
      tf.sum(weights, -1)
        .dataSync()
        .forEach((each) => expect(each).toBeCloseTo(1, 5));
    }
  });

  it('has finite gradients with extreme parameters, and leaves no tensors', () => {
    for (const scale of [0, 1, 30]) {
      const { params, xs, init } = inputsOf(options, scale);
      const names = Object.keys(params).filter((name) => name !== 'p');
      const loss = (...tensors: tf.Tensor[]): tf.Scalar => {
        const own = Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
        const { outputs, state } = scan(cell, { ...params, ...own }, xs, init);
        return tf.add(tf.sum(tf.square(outputs)), tf.sum(tf.square(state['memory']!)));
      };
      const before = tf.memory().numTensors;
      const grads = tf.grads(loss)(names.map((name) => params[name]!));
      expect(tf.memory().numTensors).toBe(before + names.length);
      for (const gradient of grads) expect([...gradient.dataSync()].every(Number.isFinite)).toBe(true);
    }
  });
});

describe('noise in the heads', () => {
  it('leaves the weights a distribution, and is in the sites of keys, gates, erase and add vectors', () => {
    const options = { noisyHeads: true, showWeights: true, readHeads: 2 };
    const cell = ntm(options);
    expect(cell.sites).toEqual(['i', 'f', 'c', 'o', 'h', 'key', 'gate', 'erase', 'add']);
    const { params, xs, init } = inputsOf(options);
    const site = { variant: 'NAN', c: 30 } as const;
    const { outputs } = scan(cell, params, tf.mul(xs, 5), init, {
      activations: { sigmoid: { ...site, base: 'hardSigmoid' }, tanh: { ...site, base: 'hardTanh' } },
      noise: createNoiseStream(3),
      training: true,
    });
    const { weights } = ntmOutputs(outputs, sizes, options);
    expect(tf.min(weights).dataSync()[0]).toBeGreaterThanOrEqual(0);
    tf.sum(weights, -1)
      .dataSync()
      .forEach((each) => expect(each).toBeCloseTo(1, 5));
  });
});

describe('the state before the first step', () => {
  it('is a small constant, what is learned, and zeros', () => {
    const learned = learnedState({ readHeads: 2 });
    const { memory, reads, weights, h, c } = ntmState(learned, sizes, batch, { readHeads: 2 });
    expect(memory!.shape).toEqual([batch, 7, 3]);
    expect(new Set(memory!.dataSync())).toEqual(new Set([Math.fround(1e-6)]));
    expectAlike(
      reads!,
      Array.from({ length: batch }, () => tf.tanh(learned.initialReads).arraySync()),
    );
    const falling = tf.sub(learned.initialWeights, [0, 1, 2, 3, 4, 5, 6]);
    expectAlike(
      weights!,
      Array.from({ length: batch }, () => tf.softmax(falling).arraySync()),
    );
    for (const zero of [h!, c!]) expect(new Set(zero.dataSync())).toEqual(new Set([0]));
  });

  it('may have a memory that is learned', () => {
    const options = { memory: 'learned', controller: 'feedForward' } as const;
    const learned = learnedState(options);
    expect(learned.initialMemory!.shape).toEqual([7, 3]);
    const state = ntmState(learned, sizes, batch, options);
    expectAlike(
      state['memory']!,
      Array.from({ length: batch }, () => tf.tanh(learned.initialMemory!).arraySync()),
    );
    const gradient = tf.grad((initialMemory) =>
      tf.sum(ntmState({ ...learned, initialMemory }, sizes, batch, options)['memory']!),
    )(learned.initialMemory!);
    expect(tf.min(gradient).dataSync()[0]).toBeGreaterThan(0);
  });

  it('is asked for rightly', () => {
    const learned = learnedState({});
    expect(() => ntmState(learned, sizes, batch, { memory: 'learned' })).toThrow(
      /^ntmState: learned.initialMemory must be a tensor \[7, 3\] with the memory "learned", got undefined/,
    );
    expect(() => ntmStateParams(sizes, { memory: 'random' as 'learned' })).toThrow(
      /^ntmStateParams: memory must be one of "constant", "learned", got "random"/,
    );
  });
});

describe('errors', () => {
  const wrong: readonly [NtmOptions, RegExp][] = [
    [{ shifts: 4 }, /^ntm: shifts must be odd, as many shifts back as forward, got 4/],
    [{ readHeads: 0 }, /^ntm: readHeads must be an integer of at least 1, got 0/],
    [{ writeHeads: 1.5 }, /^ntm: writeHeads must be an integer of at least 1, got 1\.5/],
    [{ controller: 'gru' as 'lstm' }, /^ntm: controller must be one of "lstm", "feedForward", got "gru"/],
    [{ heads: 1 } as NtmOptions, /^ntm: options must hold only controller, .*, got "heads"/],
  ];

  it.each(wrong)('are typed: %o', (options, message) => {
    expect(() => ntm(options)).toThrow(InvalidArgumentError);
    expect(() => ntm(options)).toThrow(message);
  });

  it('come from sizes, too', () => {
    expect(() => ntm({ shifts: 9 }).params(sizes)).toThrow(
      /^ntm: locations must be at least 9, the number of shifts, got 7/,
    );
    expect(() => ntm().state({ ...sizes, width: 0 })).toThrow(/^ntm: width must be an integer of at least 1/);
  });
});

describe('ntmHeadBias', () => {
  it.each([
    [{}, [0.21, 0.21, 0.58]],
    [{ readHeads: 2, shifts: 5 }, [0.15, 0.15, 0.15, 0.4, 0.15]],
    [{ writeHeads: 2, shifts: 1 }, [1]],
  ] as const)('shuts the gates and favours the next location: %o', (options, shifts) => {
    const bias = ntmHeadBias(sizes, options);
    expect(bias.shape).toEqual(ntm(options).params(sizes).headBias);
    const told = instructions(tf.expandDims(bias, 0), resolveNtm('test', options), sizes, plainHeads);
    const heads = told.g.shape[1]!;
    expectAlike(
      told.g,
      Array.from({ length: heads }, () => 0.119_203),
    );
    tf.unstack(told.s, 1).forEach((each) => {
      each.dataSync().forEach((share, i) => expect(share).toBeCloseTo(shifts[i]!, 2));
    });
    expectAlike(
      told.beta,
      Array.from({ length: heads }, () => Math.LN2),
    );
    for (const zero of [told.k, told.a])
      expectAlike(
        zero,
        Array.from({ length: zero.size }, () => 0),
      );
  });

  it('refuses sizes that are none', () => {
    expect(() => ntmHeadBias({ ...sizes, width: 0 })).toThrow(/^ntmHeadBias: .*width/);
  });
});
