import * as tf from '@tensorflow/tfjs-core';
import { createNoiseStream, fillNormals } from '@unsaturate/core';
import { type Cell, scan, type ScanOptions, type Tensors, zeroState } from '@unsaturate/scan';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stepShapes } from '../../../scan/src/compiled/inputs.ts';
import { recordStep } from '../../../scan/src/compiled/record-step.ts';
import { interpret } from '../../../scan/src/graph/interpret.ts';
import { checkedCall } from '../../../scan/src/scan.ts';
import { additiveScores, attend } from './additive.ts';
import { attentionLstm } from './attention-lstm.ts';
import { attentionKeys } from './keys.ts';
import { attentionOutputs } from './outputs.ts';

const sizes = { inputSize: 3, units: 4, featureSize: 5, attentionUnits: 2 };
const [batch, time, positions] = [2, 3, 6];

beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const random = (stream: number, shape: readonly number[]): tf.Tensor =>
  tf.tensor(fillNormals([6, 6], stream, new Float32Array(tf.util.sizeFromShape([...shape]))), [...shape]);
const randomParams = (): Tensors<keyof ReturnType<typeof attentionLstm.params>> =>
  Object.fromEntries(
    Object.entries(attentionLstm.params(sizes)).map(([name, shape], stream) => [name, random(stream, shape)]),
  ) as Tensors<keyof ReturnType<typeof attentionLstm.params>>;
const constants = () => ({
  features: random(30, [batch, positions, sizes.featureSize]),
  keys: random(31, [batch, positions, sizes.attentionUnits]),
});
const xs = (): tf.Tensor => random(20, [batch, time, sizes.inputSize]);

const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
/** `row M`, M [rows, columns]. */
const times = (row: readonly number[], matrix: readonly (readonly number[])[]): number[] =>
  matrix[0]!.map((_, j) => sum(row.map((each, i) => each * matrix[i]![j]!)));

/** One sequence, one number at a time. */
function reference(b: number): { h: number[][]; context: number[][]; weights: number[][] } {
  const values = Object.fromEntries(
    Object.entries(randomParams()).map(([name, tensor]) => [name, tensor.arraySync()]),
  ) as Record<string, number[][]>;
  const [features, keys, inputs] = [constants().features, constants().keys, xs()].map(
    (tensor) => (tensor.arraySync() as number[][][])[b]!,
  ) as [number[][], number[][], number[][]];
  const vector = (name: string): number[] => values[name] as unknown as number[];
  let [h, c] = [0, 0].map(() => Array.from({ length: sizes.units }, () => 0)) as [number[], number[]];
  const out = { h: [] as number[][], context: [] as number[][], weights: [] as number[][] };
  for (const x of inputs) {
    const query = times(h, values['queryKernel']!);
    const powers = keys.map((key) =>
      Math.exp(sum(key.map((each, a) => vector('scoreKernel')[a]! * Math.tanh(each + query[a]!)))),
    );
    const weights = powers.map((each) => each / sum(powers));
    const beta = sigmoid(times(h, values['selectorKernel']!)[0]! + vector('selectorBias')[0]!);
    const context = times(weights, features).map((each) => beta * each);
    const parts = [
      times(x, values['kernel']!),
      times(h, values['recurrentKernel']!),
      times(context, values['contextKernel']!),
      vector('bias'),
    ];
    const z = parts[0]!.map((_, j) => sum(parts.map((part) => part[j]!)));
    const gate = (g: number, j: number): number => z[g * sizes.units + j]!;
    c = c.map((each, j) => sigmoid(gate(1, j)) * each + sigmoid(gate(0, j)) * Math.tanh(gate(2, j)));
    h = c.map((each, j) => sigmoid(gate(3, j)) * Math.tanh(each));
    out.h.push(h);
    out.context.push(context);
    out.weights.push(weights);
  }
  return out;
}

const run = (options: ScanOptions = {}): tf.Tensor =>
  scan(attentionLstm, randomParams(), xs(), zeroState(attentionLstm, sizes, batch), {
    constants: constants(),
    ...options,
  }).outputs;

describe('attentionLstm', () => {
  it('is over time what plain loops in float64 compute', () => {
    const outputs = attentionOutputs(run(), sizes);
    for (let b = 0; b < batch; b++) {
      for (const [name, expected] of Object.entries(reference(b))) {
        const actual = (outputs[name as keyof typeof outputs].arraySync() as number[][][])[b]!;
        expect(actual.map((row) => row.length)).toEqual(expected.map((row) => row.length));
        actual.flat().forEach((each, i) => expect(each).toBeCloseTo(expected.flat()[i]!, 5));
      }
    }
  });

  it('finds its sizes in the shapes of its parameters', () => {
    expect(attentionLstm.sizes!(attentionLstm.params(sizes))).toEqual(sizes);
  });

  it('attends by a distribution, and by other ones with noise', () => {
    const site = { variant: 'NAN', c: 30 } as const;
    const noisy = run({
      activations: { sigmoid: { ...site, base: 'hardSigmoid' }, tanh: { ...site, base: 'hardTanh' } },
      noise: createNoiseStream(3),
      training: true,
    });
    for (const outputs of [run(), noisy]) {
      const { weights } = attentionOutputs(outputs, sizes);
      expect(tf.min(weights).dataSync()[0]).toBeGreaterThanOrEqual(0);
      for (const each of tf.sum(weights, -1).dataSync()) expect(each).toBeCloseTo(1, 5);
    }
    const [plain, drawn] = [run(), noisy].map((each) => attentionOutputs(each, sizes).weights);
    expect(tf.max(tf.abs(tf.sub(plain!, drawn!))).dataSync()[0]).toBeGreaterThan(0.01);
  });

  it('calls its sites by name, attention first', () => {
    const calls: string[] = [];
    run({ observe: ({ site, role }) => calls.push(`${site} ${role}`) });
    expect(calls.slice(0, 7).join(', ')).toBe(
      'attention tanh, selector sigmoid, i sigmoid, f sigmoid, c tanh, o sigmoid, h tanh',
    );
    expect(calls).toHaveLength(7 * time);
  });

  it.each([
    { name: 'without noise', options: {} },
    {
      name: 'with noise',
      options: {
        activations: { sigmoid: { variant: 'NAN', c: 0.5 }, tanh: { variant: 'NAN', c: 0.5 } },
        noise: createNoiseStream(1),
        training: true,
      } satisfies ScanOptions,
    },
  ])('has gradients that central differences in float64 confirm, $name', ({ options }) => {
    const call = checkedCall(
      attentionLstm as unknown as Cell,
      randomParams(),
      tf.slice(xs(), 0, [batch, 1]),
      zeroState(attentionLstm, sizes, batch),
      { constants: constants(), ...options },
    );
    const { graph } = recordStep(call, stepShapes(call), true);
    const inputs = Object.fromEntries(
      graph.nodes.flatMap((node, stream) =>
        node.op === 'input'
          ? [
              [
                node.name,
                fillNormals([4, 2], stream, new Float64Array(tf.util.sizeFromShape([...node.shape]))),
              ],
            ]
          : [],
      ),
    ) as Record<string, Float64Array>;
    const loss = (of: Record<string, Float64Array>): number =>
      sum(
        Object.entries(interpret(graph, of))
          .filter(([name]) => !name.startsWith('d/'))
          .map(([name, values]) => sum([...values].map((each, i) => each * of[`d/${name}`]![i]!))),
      );
    const gradients = interpret(graph, inputs);
    const names = Object.keys(inputs).filter((name) => `d/${name}` in gradients);
    expect(names).toEqual(expect.arrayContaining(['constants/features', 'constants/keys', 'state/h']));
    for (const name of names) {
      for (const i of [0, inputs[name]!.length - 1]) {
        const at = (offset: number): number =>
          loss({ ...inputs, [name]: inputs[name]!.with(i, inputs[name]![i]! + offset) });
        const difference = (at(1e-5) - at(-1e-5)) / 2e-5;
        expect(gradients[`d/${name}`]![i]).toBeCloseTo(difference, 6);
      }
    }
  });
});

describe('the equations of attention', () => {
  it('score positions whose keys are alike alike, and the best one highest', () => {
    const keys = tf.tensor3d([[[1], [1], [5]]]);
    const scores = additiveScores(keys, tf.tensor2d([[0.5]]), tf.tensor1d([2])).dataSync();
    expect(scores[0]).toBeCloseTo(2 * Math.tanh(1.5), 6);
    expect(scores[1]).toBe(scores[0]);
    expect(scores[2]).toBeCloseTo(2 * Math.tanh(5.5), 6);
  });

  it('read the mean of equal weights', () => {
    const values = tf.tensor3d([
      [
        [1, 10],
        [3, 30],
      ],
    ]);
    expect([...attend(tf.tensor2d([[0.5, 0.5]]), values).dataSync()]).toEqual([2, 20]);
  });

  it('make a key of each position by itself', () => {
    const features = tf.tensor3d([
      [
        [1, 0],
        [0, 1],
      ],
    ]);
    const keys = attentionKeys(
      features,
      tf.tensor2d([
        [1, 2, 3],
        [4, 5, 6],
      ]),
      tf.tensor1d([1, 1, 1]),
    );
    expect(keys.arraySync()).toEqual([
      [
        [2, 3, 4],
        [5, 6, 7],
      ],
    ]);
  });
});
