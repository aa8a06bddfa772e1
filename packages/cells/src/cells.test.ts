import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { fillNormals } from '@unsaturate/core';
import { type Cell, type CellActivation, scan, type Tensors, zeroState } from '@unsaturate/scan';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gruResetAfter } from './gru/gru-reset-after.ts';
import { gru } from './gru/gru.ts';
import { lstm } from './lstm/lstm.ts';
import type { RecurrentSizes } from './sizes.ts';

const sizes = { inputSize: 3, units: 4 };
const [batch, time] = [2, 5];
const random = (stream: number, shape: readonly number[]): tf.Tensor => {
  const values = fillNormals([6, 6], stream, new Float32Array(tf.util.sizeFromShape([...shape])));
  return tf.tensor(values, [...shape]);
};
const randomParams = (cell: Cell<RecurrentSizes>): Tensors =>
  Object.fromEntries(
    Object.entries(cell.params(sizes)).map(([name, shape], stream) => [name, random(stream, shape)]),
  );
const xs = (): tf.Tensor => random(20, [batch, time, sizes.inputSize]);
const cells = [lstm, gru, gruResetAfter].map((cell) => ({
  name: cell.name,
  cell: cell as unknown as Cell<RecurrentSizes>,
}));

beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

describe('with plain activations', () => {
  const config = { units: sizes.units, returnSequences: true, recurrentActivation: 'sigmoid' } as const;

  it.each([
    { name: 'lstm', layer: () => layers.lstm(config) },
    { name: 'gru', layer: () => layers.gru(config) },
  ])('$name is that of tf.layers with the same weights', ({ name, layer }) => {
    const { cell } = cells.find((each) => each.name === name)!;
    const params = randomParams(cell);
    const theirs = layer();
    theirs.apply(xs()); // Builds the layer; build() itself would be called again by apply().
    theirs.setWeights([params['kernel']!, params['recurrentKernel']!, params['bias']!]);
    const expected = (theirs.apply(xs()) as tf.Tensor).dataSync();
    const { outputs } = scan(cell, params, xs(), zeroState(cell, sizes, batch));
    const mine = outputs.dataSync();
    expect(mine).toHaveLength(expected.length);
    mine.forEach((each, e) => expect(each).toBeCloseTo(expected[e]!, 5));
    theirs.dispose();
  });
});

describe.each(cells)('$name', ({ cell }) => {
  it('finds its sizes in the shapes of its parameters', () => {
    expect(cell.sizes!(cell.params(sizes))).toEqual(sizes);
  });

  it('has as its output its first state', () => {
    const { outputs, state } = scan(cell, randomParams(cell), xs(), zeroState(cell, sizes, batch));
    const last = tf.slice(outputs, [0, time - 1], [batch, 1]);
    expect(Object.values(state)[0]!.dataSync()).toEqual(last.dataSync());
  });

  it('calls its sites by name, gates as sigmoid', () => {
    const calls: string[] = [];
    scan(cell, randomParams(cell), tf.ones([1, 1, 3]), zeroState(cell, sizes, 1), {
      observe: ({ site, role }) => calls.push(`${site} ${role}`),
    });
    const roles = {
      lstm: 'i sigmoid, f sigmoid, c tanh, o sigmoid, h tanh',
      gru: 'z sigmoid, r sigmoid, h tanh',
    };
    expect(calls.join(', ')).toBe(cell.name === 'lstm' ? roles.lstm : roles.gru);
  });

  it('uses row s of p at site s and nowhere else', () => {
    const params = randomParams(cell);
    const state = zeroState(cell, sizes, batch);
    const rows: number[][] = [];
    const recording =
      (activation: (x: tf.Tensor) => tf.Tensor): CellActivation =>
      (x, p) => {
        rows.push([...p!.dataSync()]);
        return activation(x);
      };
    const activations = { sigmoid: recording(tf.sigmoid), tanh: recording(tf.tanh) };
    const run = (p: tf.Tensor): tf.Tensor =>
      cell.step({ ...params, p }, tf.ones([batch, 3]), state, activations, {}).output;
    const output = run(params['p']!);
    expect(rows).toEqual(params['p']!.arraySync());
    expect(run(tf.ones(params['p']!.shape)).dataSync()).toEqual(output.dataSync());
  });
});
