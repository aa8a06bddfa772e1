import { readFileSync } from 'node:fs';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import {
  createNoiseStream,
  type NanilForm,
  type NoiseStream,
  type Variant,
  type Words,
} from '@unsaturate/core';
import { type Cell, scan, type ScanResult, type Shapes } from '@unsaturate/scan';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gru } from './gru/gru.ts';
import { lstm } from './lstm/lstm.ts';
import type { RecurrentSizes } from './sizes.ts';

/** A scan with its results in float64; arrays are flat row-major, `grads` are of sum(y * dy). */
interface GoldenScan {
  kind: 'lstm' | 'gru';
  variant: Variant;
  form: NanilForm;
  training: boolean;
  clip: boolean;
  reverse: boolean;
  mask: number[] | null;
  gate: 'sigmoid' | 'hardSigmoid' | 'kerasHardSigmoid';
  state: 'tanh' | 'hardTanh';
  alpha: number;
  c: number;
  B: number;
  T: number;
  I: number;
  H: number;
  key: Words;
  stream: number;
  inputs: Record<string, number[]>;
  dy: number[];
  y: number[];
  hT: number[];
  cT: number[] | null;
  grads: Record<string, number[]>;
}

const file = new URL('../../core/test/fixtures/golden/scans.json', import.meta.url);
const scans = JSON.parse(readFileSync(file, 'utf8')) as GoldenScan[];
const cells = { lstm, gru } as unknown as Record<GoldenScan['kind'], Cell<RecurrentSizes>>;

describe.each(['cpu', 'wasm'])('golden scans on %s', (backend) => {
  beforeAll(() => tf.setBackend(backend));
  afterAll(() => tf.setBackend('cpu'));

  it.each(scans.map((golden, i) => ({ golden, name: `#${i} ${golden.kind} ${golden.variant}` })))(
    '$name',
    ({ golden }) => {
      const before = tf.memory().numTensors;
      const noise = createNoiseStream(golden.key, golden.stream);
      tf.tidy(() => {
        const { outputs, state, grads } = run(golden, noise);
        expectClose(outputs, golden.y, valueTolerance(golden.y));
        expectClose(state['h']!, golden.hT, valueTolerance(golden.hT));
        if (golden.cT) expectClose(state['c']!, golden.cT, valueTolerance(golden.cT));
        expect(Object.keys(grads).toSorted()).toEqual(Object.keys(golden.grads).toSorted());
        for (const [name, expected] of Object.entries(golden.grads)) {
          expectClose(grads[name] ?? null, expected, Math.max(1e-4 * largest(expected), 1e-6));
        }
      });
      const noisy = golden.training && golden.variant !== 'none';
      const taken = noisy ? golden.T * cells[golden.kind].sites.length : 0;
      expect(noise.next).toBe(golden.stream + taken);
      expect(tf.memory().numTensors).toBe(before);
    },
  );
});

it('there are 42 golden scans of both cells', () => {
  expect(scans).toHaveLength(42);
  expect(new Set(scans.map(({ kind }) => kind))).toEqual(new Set(['lstm', 'gru']));
});

function run(golden: GoldenScan, noise: NoiseStream) {
  const { B, T, I, H, alpha, c, form, clip, variant, reverse, training, mask } = golden;
  const cell = cells[golden.kind];
  const states = { h0: [B, H], c0: [B, H] };
  const shapes: Shapes = { x: [B, T, I], ...cell.params({ inputSize: I, units: H }), ...states };
  const inputs = Object.fromEntries(
    Object.entries(golden.inputs).map(([name, values]) => [name, tf.tensor(values, [...shapes[name]!])]),
  );
  const { x, h0, c0, ...params } = inputs;
  const init = c0 ? { h: h0!, c: c0 } : { h: h0! };
  const shared = { variant, alpha, c, form, clip };
  const options = {
    reverse,
    training,
    ...(mask && { mask: tf.tensor2d(mask, [B, T]) }),
    activations: { sigmoid: { base: golden.gate, ...shared }, tanh: { base: golden.state, ...shared } },
  };
  const forward = (noise: NoiseStream): ScanResult => scan(cell, params, x!, init, { ...options, noise });
  const loss = (): tf.Tensor => {
    const { outputs } = forward(createNoiseStream(golden.key, golden.stream));
    return tf.sum(tf.mul(outputs, tf.tensor(golden.dy, [B, T, H])));
  };
  const { grads } = tf.engine().gradients(loss, Object.values(inputs), undefined, true);
  return {
    ...forward(noise),
    grads: Object.fromEntries(Object.keys(inputs).map((name, i) => [name, grads[i] ?? null])),
  };
}

function expectClose(actual: tf.Tensor | null, expected: readonly number[], tolerance: number): void {
  const values = actual?.dataSync() ?? new Float32Array(expected.length);
  expect(values).toHaveLength(expected.length);
  const errors = expected.map((each, e) => Math.abs(values[e]! - each));
  expect(Math.max(...errors)).toBeLessThanOrEqual(tolerance);
}

function valueTolerance(expected: readonly number[]): number {
  return 2e-5 * Math.max(1, largest(expected));
}

function largest(values: readonly number[]): number {
  return Math.max(...values.map(Math.abs));
}
