import * as tf from '@tensorflow/tfjs';
import { createNoiseStream, InvalidArgumentError } from '@unsaturate/core';
import { scan, type Tensors } from '@unsaturate/scan';
import { describe, expect, it } from 'vitest';
import { ntmHeadBias } from '../ntm/head-bias.ts';
import { ntm as ntmCell } from '../ntm/ntm.ts';
import { ntmState } from '../ntm/state.ts';
import { ntm } from './factories.ts';
import type { NtmLayerConfig } from './ntm-layer.ts';

const x = tf.keep(tf.randomNormal([2, 5, 3], 0, 1, 'float32', 5));
const sizes = { inputSize: 3, units: 4, outputSize: 2, locations: 6, width: 3 };
const config = { units: 4, outputSize: 2, locations: 6, width: 3 };

/** The weights of a layer by the names of the parameters. */
function weightsOf(layer: ReturnType<typeof ntm>): Tensors {
  const entries = layer.weights.map((weight) => {
    const name = weight.originalName.split('/').at(-1)!;
    return [
      name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      weight.read(),
    ] as const;
  });
  return Object.fromEntries(entries);
}

async function copyOf(model: tf.LayersModel): Promise<tf.LayersModel> {
  const saved = JSON.parse(JSON.stringify(model.toJSON(null, false))) as never;
  const copy = await tf.models.modelFromJSON({ modelTopology: saved });
  copy.setWeights(model.getWeights());
  return copy;
}

const valuesOf = (output: unknown): number[] =>
  [output as tf.Tensor | tf.Tensor[]].flat().flatMap((each) => [...each.dataSync()]);

describe('the layer ntm', () => {
  const kinds: readonly Partial<NtmLayerConfig>[] = [
    {},
    { controller: 'feedForward', readHeads: 2, shifts: 5, memory: 'learned' },
    {
      writeHeads: 2,
      noisyHeads: true,
      variant: 'NAN',
      activation: 'hardTanh',
      recurrentActivation: 'hardSigmoid',
    },
  ];

  it.each(kinds)('is the cell from the learned state on: %o', (kind) => {
    const layer = ntm({ ...config, ...kind, returnSequences: true, returnState: true });
    const [outputs, ...states] = layer.apply(x) as tf.Tensor[];
    const weights = weightsOf(layer);
    const { memory = 'constant', controller = 'lstm', readHeads = 1, writeHeads = 1, shifts = 3 } = kind;
    const options = { controller, readHeads, writeHeads, shifts, noisyHeads: kind.noisyHeads ?? false };
    const cell = ntmCell(options);
    const shapes = cell.params(sizes);
    const params = Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => [name, weights[name] ?? tf.zeros([...shape])]),
    );
    const init = ntmState(weights as never, sizes, 2, { ...options, memory });
    const site = { variant: kind.variant ?? 'none' } as const;
    const expected = scan(cell, params, x, init, {
      activations: kind.variant
        ? { sigmoid: { ...site, base: 'kerasHardSigmoid' }, tanh: { ...site, base: 'hardTanh' } }
        : {},
    });
    expect(valuesOf(outputs)).toEqual(valuesOf(expected.outputs));
    expect(valuesOf(states.slice(1))).toEqual(valuesOf(Object.values(expected.state)));
    expect(valuesOf(states[0])).toEqual(valuesOf(tf.squeeze(tf.slice(outputs!, [0, 4], [-1, 1]), [1])));
    expect(Object.keys(weights)).toHaveLength(
      Object.keys(shapes).length + 2 + Number(memory === 'learned') - Number(!kind.variant),
    );
  });

  it.each(kinds)('is the same after saving and loading: %o', async (kind) => {
    const layer = ntm({ ...config, ...kind, goBackwards: true, inputShape: [5, 3] });
    layer.noiseScale = 0.3;
    const model = tf.sequential({ layers: [layer, tf.layers.dense({ units: 1 })] });
    const copy = await copyOf(model);
    expect(valuesOf(copy.predict(x))).toEqual(valuesOf(model.predict(x)));
    const plain = (each: tf.layers.Layer): string =>
      JSON.stringify(each.getConfig(), (_, value: unknown) => value ?? undefined);
    expect(plain(copy.layers[0]!)).toBe(plain(layer));
    expect(JSON.parse(plain(layer))).toMatchObject({ ...config, ...kind, c: 0.3 });
  });

  it('begins with heads that walk', () => {
    const layer = ntm({ ...config, readHeads: 2, biasInitializer: 'ones', inputShape: [5, 3] });
    layer.build([null, 5, 3]);
    const start = ntmHeadBias(sizes, { readHeads: 2 });
    expect(valuesOf(weightsOf(layer)['headBias'])).toEqual(valuesOf(tf.add(start, 1)));
  });

  it('has outputs of their own size, and states, as symbols', () => {
    const input = tf.input({ shape: [5, 3] });
    const layer = ntm({ ...config, returnSequences: true, returnState: true });
    const all = layer.apply(input) as tf.SymbolicTensor[];
    expect(all.map(({ shape }) => shape)).toEqual([
      [null, 5, 2],
      [null, 2],
      [null, 18],
      [null, 3],
      [null, 12],
      [null, 4],
      [null, 4],
    ]);
  });

  it('leaves its state as it is where steps are masked', () => {
    const model = tf.sequential({
      layers: [
        tf.layers.embedding({ inputDim: 5, outputDim: 3, maskZero: true, inputShape: [4] }),
        ntm({ ...config, returnSequences: true }),
      ],
    });
    const output = valuesOf(model.predict(tf.tensor2d([[1, 0, 2, 0]])));
    expect(output.slice(2, 4)).toEqual(output.slice(0, 2));
    expect(output.slice(6, 8)).toEqual(output.slice(4, 6));
    expect(output.slice(4, 6)).not.toEqual(output.slice(0, 2));
  });

  it('learns to give back what it read first, with noise, its first reads and weights included', async () => {
    const layer = ntm({
      ...config,
      units: 8,
      variant: 'NAN',
      noise: createNoiseStream(2),
      c: 0.1,
      inputShape: [4, 3],
    });
    const model = tf.sequential({ layers: [layer] });
    model.compile({ loss: 'meanSquaredError', optimizer: tf.train.adam(0.03) });
    const xs = tf.randomNormal([32, 4, 3], 0, 1, 'float32', 3);
    const ys = tf.tanh(tf.squeeze(tf.slice(xs, [0, 0, 0], [-1, 1, 2]), [1]));
    const before = weightsOf(layer);
    const begin = Object.fromEntries(Object.entries(before).map(([name, each]) => [name, valuesOf(each)]));
    const { history } = await model.fit(xs, ys, { epochs: 30, shuffle: false });
    const losses = history['loss'] as number[];
    expect(losses.at(-1)!).toBeLessThan(losses[0]! / 2);
    for (const [name, each] of Object.entries(weightsOf(layer)))
      expect({ name, same: valuesOf(each).join() === begin[name]!.join() }).toEqual({ name, same: false });
  });

  it('carries its state on when stateful, and begins again with the learned one', () => {
    const layer = ntm({ ...config, stateful: true, batchInputShape: [2, 5, 3] });
    const model = tf.sequential({ layers: [layer] });
    const run = (): number[] => tf.tidy(() => valuesOf(model.predict(x, { batchSize: 2 })));
    const first = run();
    expect(run()).not.toEqual(first);
    const tensors = tf.memory().numTensors;
    run();
    model.resetStates();
    expect(tf.memory().numTensors).toBe(tensors);
    expect(run()).toEqual(first);
    expect(layer.states[1]!.shape).toEqual([2, 18]);
  });

  it('says what is wrong', () => {
    const wrong: readonly [Partial<NtmLayerConfig>, RegExp][] = [
      [{ recurrentDropout: 0.1 }, /^ntm: recurrentDropout must be 0 in a machine, .* got 0\.1/],
      [{ shifts: 2 }, /^ntm: shifts must be odd/],
      [{ locations: 2 }, /^ntm: locations must be at least 3/],
      [{ memory: 'zero' as 'learned' }, /^ntm: memory must be one of "constant", "learned", got "zero"/],
      [{ showWeights: true } as object, /^ntm: config must hold only .* got "showWeights"/],
    ];
    for (const [each, message] of wrong) {
      expect(() => ntm({ ...config, ...each })).toThrow(InvalidArgumentError);
      expect(() => ntm({ ...config, ...each })).toThrow(message);
    }
  });
});
