import * as tf from '@tensorflow/tfjs';
import { gru, lstm } from '@unsaturate/cells';
import { createNoiseStream } from '@unsaturate/core';
import { scan, zeroState } from '@unsaturate/scan';
import { normals } from './differentiate.js';

const sizes = { inputSize: 3, units: 4 };
const batch = 3;

/** Noisy cells over masked sequences, in the parameters and the inputs. */
export function recurrences() {
  const mask = tf.tensor2d([1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 0], [batch, 4]);
  const xs = normals(1, [batch, 4, sizes.inputSize]);
  return [lstm, gru].map((cell) => ({
    name: `scan ${cell.name}`,
    inputs: { ...randomParams(cell), xs },
    compute: ({ xs, ...params }) => {
      const { outputs } = scan(cell, params, xs, zeroState(cell, sizes, batch), {
        activations: { sigmoid: { variant: 'NAH' }, tanh: { variant: 'NAH', alpha: 1.1 } },
        noise: createNoiseStream(7),
        training: true,
        mask,
      });
      return outputs;
    },
  }));
}

function randomParams(cell) {
  const shapes = Object.entries(cell.params(sizes));
  return Object.fromEntries(shapes.map(([name, shape], index) => [name, normals(2 + index, shape)]));
}
