import * as tf from '@tensorflow/tfjs-core';
import { gru } from '@unsaturate/cells';
import { createNoiseStream } from '@unsaturate/core';
import {
  defineCell,
  NoScanTargetError,
  type Plan,
  planVersion,
  registerTarget,
  scan,
  type ScanTarget,
  TargetVersionError,
  type Tensors,
  UntraceableStepError,
} from '@unsaturate/scan';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OutOfMemoryError } from './index.ts';
import { randomTensor } from '../../scan/src/testing/scan-case.ts';
import { engine } from './target/engine.ts';
import { createWasmTarget } from './target/wasm-target.ts';

const noisy = { tanh: { variant: 'NAN' } } as const;
const numbers = (tensor: tf.Tensor): number[] => [...tensor.dataSync()];

/** `h' = f(h + x)`, a new cell each time: nothing is known about it yet. */
const cellOf = (f: (x: tf.Tensor) => tf.Tensor) =>
  defineCell({
    name: 'probe',
    sites: [],
    params: () => ({}),
    state: () => ({ h: [3] }),
    step(_params: object, x, { h }: Tensors<'h'>) {
      const output = f(tf.add(h, x));
      return { output, state: { h: output } };
    },
  });

function probe(
  f: (x: tf.Tensor) => tf.Tensor,
  engine: 'eager' | 'compiled' | 'auto',
  cell = cellOf(f),
): number[] {
  return tf.tidy(() =>
    numbers(scan(cell, {}, randomTensor([2, 4, 3], 1), { h: tf.zeros([2, 3]) }, { engine }).outputs),
  );
}

function warnings(run: () => void): string[] {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  try {
    run();
    return warn.mock.calls
      .map(([message]) => String(message))
      .filter((message) => message.startsWith('scan'));
  } finally {
    warn.mockRestore();
  }
}

/** A target that counts what it prepares. */
function countingTarget(): ScanTarget & { readonly plans: Plan[] } {
  const plans: Plan[] = [];
  const target = createWasmTarget(engine);
  return {
    ...target,
    plans,
    prepare(plan) {
      plans.push(plan);
      return target.prepare(plan);
    },
  };
}

beforeEach(async () => {
  await tf.setBackend('cpu');
  tf.engine().startScope();
});

afterEach(() => {
  tf.engine().endScope();
});

describe('a step that cannot be recorded', () => {
  it.each<[string, (x: tf.Tensor) => tf.Tensor, UntraceableStepError['reason']]>([
    ['draws random numbers', (x) => tf.add(x, tf.randomNormal([2, 3])), 'impure'],
    ['calls an unknown kernel', (x) => tf.mul(x, tf.acosh(tf.add(tf.abs(x), 2))), 'kernel'],
    ['reads values', (x) => tf.mul(x, tf.scalar(x.dataSync()[0]!)), 'values'],
  ])('because it %s runs eagerly with one warning, or not at all', (_why, f, reason) => {
    const before = tf.memory().numTensors;
    const cell = cellOf(f);
    const said = warnings(() => {
      expect(probe(f, 'auto', cell)).toHaveLength(24);
      expect(probe(f, 'auto', cell)).toHaveLength(24);
    });
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^scan: the cell "probe" runs eagerly, not compiled\. trace: the step /);
    expect(() => probe(f, 'compiled', cell)).toThrow(UntraceableStepError);
    expect(() => probe(f, 'compiled')).toThrow(expect.objectContaining({ reason }));
    expect(tf.memory().numTensors).toBe(before);
    expect(tf.getBackend()).toBe('cpu');
  });

  it('because of debug mode can be recorded after it', () => {
    const cell = cellOf(tf.tanh);
    try {
      warnings(() => tf.env().set('DEBUG', true));
      expect(() => probe(tf.tanh, 'compiled', cell)).toThrow(expect.objectContaining({ reason: 'debug' }));
    } finally {
      tf.env().set('DEBUG', false);
    }
    expect(probe(tf.tanh, 'compiled', cell)).toHaveLength(24);
  });

  it('says what the step itself throws in the words of the step', () => {
    const fail = (): tf.Tensor => {
      throw new RangeError('no such step');
    };
    for (const engine of ['eager', 'auto', 'compiled'] as const)
      expect(() => probe(fail, engine)).toThrow(new RangeError('no such step'));
    expect(tf.getBackend()).toBe('cpu');
  });
});

describe('compiled steps', () => {
  it('are kept: for any time, reversed or not, by cell, shapes and activations', () => {
    const target = countingTarget();
    registerTarget(target);
    const params = Object.fromEntries(
      Object.entries(gru.params({ inputSize: 3, units: 4 })).map(([name, shape], i) => [
        name,
        randomTensor(shape, i),
      ]),
    ) as Record<'kernel' | 'recurrentKernel' | 'bias' | 'p', tf.Tensor>;
    const run = (batch: number, time: number, options = {}): void => {
      const noise = createNoiseStream(1);
      const xs = randomTensor([batch, time, 3], 5);
      scan(
        gru,
        params,
        xs,
        { h: tf.zeros([batch, 4]) },
        { engine: 'compiled', training: true, noise, ...options },
      );
    };
    const made = [
      () => run(2, 3),
      () => run(2, 7),
      () => run(2, 7, { reverse: true, noise: createNoiseStream(9) }),
      () => run(3, 3),
      () => run(2, 3, { activations: noisy }),
      () => run(2, 3, { activations: { tanh: { variant: 'NAN', c: 0.3 } } }),
      () => run(2, 3, { activations: { tanh: { variant: 'NAN', alpha: 1.1 } } }),
      () => run(2, 3, { mask: tf.ones([2, 3]) }),
      () => run(2, 7, { mask: tf.ones([2, 7]) }),
      () =>
        tf.grad((kernel) =>
          tf.sum(scan(gru, { ...params, kernel }, tf.ones([2, 3, 3]), { h: tf.zeros([2, 4]) }).outputs),
        )(params.kernel),
      () => run(2, 3),
    ].map((each) => {
      const before = target.plans.length;
      each();
      return target.plans.length - before;
    });
    expect(made).toEqual([1, 0, 0, 1, 1, 0, 1, 1, 0, 1, 0]);
    expect(target.plans.filter(({ backward }) => backward !== null)).toHaveLength(1);
    registerTarget(createWasmTarget(engine));
  });

  it('keep for the way back what takes a product to compute, also of an output that is no state', () => {
    const target = countingTarget();
    registerTarget(target);
    const reading = defineCell({
      name: 'reading',
      sites: [],
      params: () => ({ w: [3, 3], v: [3, 3] }),
      state: () => ({ h: [3] }),
      step({ w, v }, x, { h }: Tensors<'h'>) {
        const next = tf.tanh(tf.add(x, tf.matMul(h, w)));
        return { output: tf.tanh(tf.matMul(next, v)), state: { h: next } };
      },
    });
    const [xs, h, v] = [tf.ones([2, 4, 3]), tf.zeros([2, 3]), tf.ones([3, 3])];
    tf.grad((w) => tf.sum(scan(reading, { w, v }, xs, { h }, { engine: 'compiled' }).outputs))(
      tf.ones([3, 3]),
    );
    const products = target.plans[0]!.backward!.step.filter(({ kind }) => kind === 'product');
    expect(products).toHaveLength(2);
    registerTarget(createWasmTarget(engine));
  });

  it('need a target for the backend, else scans are eager', async () => {
    tf.copyRegisteredKernels('cpu', 'plain');
    tf.registerBackend('plain', tf.findBackendFactory('cpu'));
    await tf.setBackend('plain');
    expect(probe(tf.tanh, 'auto')).toEqual(probe(tf.tanh, 'eager'));
    expect(() => probe(tf.tanh, 'compiled')).toThrow(NoScanTargetError);
    await tf.setBackend('cpu');
    tf.removeBackend('plain');
  });

  it('need a target for the same plans', () => {
    const old = { ...createWasmTarget(engine), backends: ['plain'], planVersion: planVersion - 1 };
    expect(() => registerTarget(old)).toThrow(TargetVersionError);
  });
});

describe('verify', () => {
  it('finds a cell that changes with its surroundings', () => {
    let factor = 2;
    const cell = cellOf((x) => tf.mul(x, factor));
    const run = (verify: boolean): number[] =>
      tf.tidy(() => numbers(scan(cell, {}, tf.ones([1, 1, 3]), { h: tf.zeros([1, 3]) }, { verify }).outputs));
    expect(run(true)).toEqual([2, 2, 2]);
    expect(run(true)).toEqual([2, 2, 2]);
    factor = 3;
    expect(run(false)).toEqual([2, 2, 2]);
    expect(() => run(true)).toThrow(UntraceableStepError);
    expect(() => run(true)).toThrow('is not what it was when it was compiled');
  });
});

describe('a scan that fails', () => {
  it('because a tensor is disposed says so, and takes no noise', () => {
    const cell = cellOf(tf.tanh);
    const xs = randomTensor([2, 4, 3], 1);
    const h = tf.zeros([2, 3]);
    h.dispose();
    const before = tf.memory().numTensors;
    expect(() => scan(cell, {}, xs, { h }, { engine: 'compiled' })).toThrow(
      /^scan: init\.h must not be disposed/,
    );
    expect(tf.memory().numTensors).toBe(before);
    expect(probe(tf.tanh, 'compiled', cell)).toEqual(expect.arrayContaining([expect.any(Number)]));
  });

  it('because memory is too small leaves everything as it was', () => {
    // Its states would take 2^20 steps of 4800 bytes, more than there can be.
    const wide = defineCell({
      name: 'wide',
      sites: ['h'],
      params: () => ({ gain: [1200] }),
      state: () => ({ h: [1200] }),
      step({ gain }, x, { h }: Tensors<'h'>, { tanh }) {
        const next = tanh(tf.add(tf.mul(h, gain), x));
        return { output: tf.mean(next, 1), state: { h: next } };
      },
    });
    const gain = randomTensor([1200], 1);
    const h = tf.zeros([1, 1200]);
    const noise = createNoiseStream(7, 3);
    const run = (time: number): tf.Tensor =>
      scan(
        wide,
        { gain },
        tf.zeros([1, time, 1]),
        { h },
        { engine: 'compiled', training: true, activations: noisy, noise },
      ).outputs;
    const before = tf.memory().numTensors;
    expect(() => tf.tidy(() => run(2 ** 20))).toThrow(OutOfMemoryError);
    expect(tf.memory().numTensors).toBe(before);
    expect(noise.next).toBe(3);
    expect(numbers(run(2))).toHaveLength(2);
    expect(noise.next).toBe(5);
  });
});
