import * as tf from '@tensorflow/tfjs-core';
import { createNoiseStream, createNoisyActivation, fillNormals } from '@unsaturate/core';
import { scan } from '@unsaturate/scan';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { maskedSoftmax } from '../attention/additive.ts';
import { conditionalGru } from './conditional-gru.ts';

const sizes = { inputSize: 2, units: 3, contextSize: 2, attentionUnits: 4 };
const [batch, time, positions] = [2, 3, 4];
const { inputSize, units, contextSize, attentionUnits } = sizes;
const width = units + contextSize;
const shapes = {
  xs: [batch, time, inputSize],
  h: [batch, units],
  annotations: [batch, positions, contextSize],
  keys: [batch, positions, attentionUnits],
  ...conditionalGru.params(sizes),
};
type Name = keyof typeof shapes;
type Inputs = Record<Name, number[]>;

const names = Object.keys(shapes) as Name[];
const inputs = Object.fromEntries(
  names.map((name, stream) => [
    name,
    [...fillNormals([4, 4], stream, new Float32Array(tf.util.sizeFromShape([...shapes[name]])))],
  ]),
) as Inputs;
const mask = [1, 1, 1, 1, 1, 0, 1, 0];
const weights = fillNormals([4, 4], 99, new Float32Array(batch * time * width));

const c = 0.5;
const [sigmoid, tanh] = (['sigmoid', 'tanh'] as const).map((base) =>
  createNoisyActivation({ base, variant: 'NAN', alpha: 1.1 }),
) as [ReturnType<typeof createNoisyActivation>, ReturnType<typeof createNoisyActivation>];

interface Gru {
  readonly kernel: number[];
  readonly recurrentKernel: number[];
  readonly bias: number[];
  readonly p: number[];
}

/** One row of a GRU that resets after the product; xi holds the noise of its three sites. */
function gruRow(
  { kernel, recurrentKernel, bias, p }: Gru,
  x: number[],
  h: number[],
  xi: number[][],
): number[] {
  return h.map((previous, j) => {
    const fromInput = (part: number): number =>
      bias[part * units + j]! + sum(x.length, (i) => x[i]! * kernel[i * 3 * units + part * units + j]!);
    const fromState = (part: number): number =>
      bias[(3 + part) * units + j]! +
      sum(units, (k) => h[k]! * recurrentKernel[k * 3 * units + part * units + j]!);
    const slope = (part: number): number => p[part * units + j]!;
    const z = sigmoid.value(fromInput(0) + fromState(0), slope(0), c, xi[0]![j]!);
    const r = sigmoid.value(fromInput(1) + fromState(1), slope(1), c, xi[1]![j]!);
    return z * previous + (1 - z) * tanh.value(fromInput(2) + r * fromState(2), slope(2), c, xi[2]![j]!);
  });
}

/** The equations in float64, one number at a time; noise as scan numbers it. */
function reference(given: Inputs): number[] {
  const outputs: number[] = Array.from({ length: batch * time * width });
  for (let b = 0; b < batch; b++) {
    let h = row(given.h, b, units);
    for (let t = 0; t < time; t++) {
      const xi = [0, 1, 2, 3, 4, 5, 6].map((site) => {
        const size = site === 3 ? positions * attentionUnits : units;
        const all = fillNormals([7, 0], 7 * t + site, new Float64Array(batch * size));
        return [...all.subarray(b * size, (b + 1) * size)];
      });
      const s = gruRow(given, row(given.xs, b * time + t, inputSize), h, xi);
      const powers = Array.from({ length: positions }, (_, j) => {
        const energy = sum(attentionUnits, (a) => {
          const query = sum(units, (k) => s[k]! * given.queryKernel[k * attentionUnits + a]!);
          const key = given.keys[(b * positions + j) * attentionUnits + a]!;
          const noise = xi[3]![j * attentionUnits + a]!;
          return given.scoreKernel[a]! * tanh.value(query + key, given.attentionP[a]!, c, noise);
        });
        return mask[b * positions + j]! * Math.exp(energy);
      });
      const total = sum(positions, (j) => powers[j]!);
      const context = Array.from({ length: contextSize }, (_, f) =>
        sum(
          positions,
          (j) => (powers[j]! / total) * given.annotations[(b * positions + j) * contextSize + f]!,
        ),
      );
      const second = {
        kernel: given.contextKernel,
        recurrentKernel: given.contextRecurrentKernel,
        bias: given.contextBias,
        p: given.contextP,
      };
      h = gruRow(second, context, s, xi.slice(4));
      [...h, ...context].forEach((each, j) => {
        outputs[(b * time + t) * width + j] = each;
      });
    }
  }
  return outputs;
}

function outputsOf(tensors: Record<Name | 'mask', tf.Tensor>, training: boolean): tf.Tensor {
  const { xs, h, annotations, keys, mask: sourceMask, ...params } = tensors;
  const noisy = { variant: 'NAN', alpha: 1.1, c } as const;
  return scan(
    conditionalGru,
    params,
    xs,
    { h },
    {
      activations: { sigmoid: noisy, tanh: noisy },
      noise: createNoiseStream(7),
      training,
      constants: { annotations, keys, mask: sourceMask },
    },
  ).outputs;
}

function tensorsOf(given: Inputs): Record<Name | 'mask', tf.Tensor> {
  const named = names.map((name) => [name, tf.tensor(given[name], [...shapes[name]])] as const);
  const sourceMask = tf.tensor2d(mask, [batch, positions]);
  return { ...(Object.fromEntries(named) as Record<Name, tf.Tensor>), mask: sourceMask };
}

beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

describe('conditionalGru', () => {
  it('is its equations, with gradients that are central differences of them', () => {
    const tensors = tensorsOf(inputs);
    const loss = (): tf.Tensor =>
      tf.sum(tf.mul(outputsOf(tensors, true), tf.tensor3d(weights, [batch, time, width])));
    const { grads } = tf.engine().gradients(
      loss,
      names.map((name) => tensors[name]),
    );
    expect(largestError(outputsOf(tensors, true), reference(inputs))).toBeLessThan(2e-5);
    names.forEach((name, i) => {
      expect(largestError(grads[i]!, centralDifferences(name))).toBeLessThan(2e-4);
    });
  });

  it('does not see positions that are masked', () => {
    const moved = { ...inputs };
    for (const name of ['annotations', 'keys'] as const) {
      const features = shapes[name][2]!;
      moved[name] = inputs[name].map((each, e) => (mask[Math.floor(e / features)] === 1 ? each : 50));
    }
    const [before, after] = [inputs, moved].map((each) => outputsOf(tensorsOf(each), false).dataSync());
    expect(after).toEqual(before);
  });

  it('finds its sizes in the shapes of its parameters', () => {
    expect(conditionalGru.sizes!(conditionalGru.params(sizes))).toEqual(sizes);
  });
});

describe('maskedSoftmax', () => {
  it('gives masked positions exactly 0, however great their energy', () => {
    const weightsOf = (energy: number[], kept: number[]): number[] => [
      ...maskedSoftmax(tf.tensor2d([energy]), tf.tensor2d([kept])).dataSync(),
    ];
    expect(weightsOf([3, 3, 1000], [1, 1, 0])).toEqual([0.5, 0.5, 0]);
    expect(weightsOf([-1000, 0], [1, 0])).toEqual([1, 0]);
  });
});

function centralDifferences(name: Name): number[] {
  const step = 1e-5;
  const loss = (at: number, shift: number): number => {
    const moved = inputs[name].with(at, inputs[name][at]! + shift);
    return reference({ ...inputs, [name]: moved }).reduce((total, y, e) => total + y * weights[e]!, 0);
  };
  return inputs[name].map((_, at) => (loss(at, step) - loss(at, -step)) / (2 * step));
}

function largestError(actual: tf.Tensor, expected: readonly number[]): number {
  const values = actual.dataSync();
  const scale = Math.max(1, ...expected.map(Math.abs));
  return Math.max(...expected.map((each, e) => Math.abs(values[e]! - each))) / scale;
}

function row(values: readonly number[], index: number, size: number): number[] {
  return values.slice(index * size, (index + 1) * size);
}

function sum(n: number, term: (i: number) => number): number {
  return Array.from({ length: n }, (_, i) => term(i)).reduce((total, each) => total + each, 0);
}
