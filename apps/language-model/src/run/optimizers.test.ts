import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { fillNormals } from '@unsaturate/core';
import {
  adam,
  applyOptimizer,
  initialOptimizerState,
  momentum,
  nesterov,
  type Optimizer,
  rmsprop,
  sgd,
} from '@unsaturate/train';
import { beforeAll, describe, expect, it } from 'vitest';

const shapes = [[1], [7], [3, 5], [65_535], [65_536], [65_537], [150, 700]];
const optimizers: readonly Optimizer[] = [sgd(), momentum(), nesterov(), adam(), rmsprop()];
const backends = ['cpu', 'wasm'];

/** Parameters and slots after three updates, the second one with scaled gradients, as numbers by name. */
function threeUpdates(optimizer: Optimizer): Record<string, Float32Array> {
  const normals = (stream: number): Record<string, tf.Tensor> =>
    Object.fromEntries(
      shapes.map((shape, i) => {
        const values = fillNormals([stream, 0], i, new Float32Array(tf.util.sizeFromShape(shape)));
        return [shape.join(), tf.tensor(values, shape)];
      }),
    );
  const parameters = tf.tidy(() =>
    Object.fromEntries(Object.entries(normals(1)).map(([name, each]) => [name, tf.variable(each)])),
  );
  let state = initialOptimizerState(optimizer, parameters);
  const held = tf.memory().numTensors;
  for (const [update, gradientScale] of [1, 0.125, 1].entries()) {
    const gradients = normals(2 + update);
    const learningRate = 0.1 / (update + 1);
    state = applyOptimizer(optimizer, state, parameters, gradients, { learningRate, gradientScale });
    tf.dispose(gradients);
  }
  expect(tf.memory().numTensors).toBe(held);
  const numbers = Object.entries({ theta: parameters, ...state.slots }).flatMap(([of, tensors]) =>
    Object.entries<tf.Tensor>(tensors).map(([name, each]) => [
      `${of} ${name}`,
      each.dataSync<'float32'>().slice(),
    ]),
  );
  tf.dispose([parameters, state.slots]);
  return Object.fromEntries(numbers) as Record<string, Float32Array>;
}

const all = (): Record<string, Float32Array>[] => optimizers.map(threeUpdates);

describe('optimizers', () => {
  const plain = new Map<string, Record<string, Float32Array>[]>();

  beforeAll(async () => {
    for (const backend of backends) {
      await tf.setBackend(backend);
      plain.set(backend, all());
    }
  });

  it.each(backends)('compute compiled what they compute by ops, on the backend %s', async (backend) => {
    const { profile } = await import('@unsaturate/wasm');
    await tf.setBackend(backend);
    let compiled: Record<string, Float32Array>[] = [];
    const { entries } = await profile(() => {
      compiled = all();
    });
    expect(new Set(entries.map(({ plan }) => plan))).toEqual(new Set(['elementwise']));
    plain.get(backend)!.forEach((expected, i) => {
      for (const [name, values] of Object.entries(expected)) {
        const difference = values.reduce((most, value, e) => {
          return Math.max(most, Math.abs(value - compiled[i]![name]![e]!) / Math.max(1, Math.abs(value)));
        }, 0);
        expect(difference, `${optimizers[i]!.name}: ${name}`).toBeLessThan(2e-6);
      }
    });
    expect(all()).toEqual(compiled);
  });
});
