import * as tf from '@tensorflow/tfjs';
import { lstm } from '@unsaturate/cells';
import { createNoiseStream } from '@unsaturate/core';
import { scan, zeroState } from '@unsaturate/scan';
import { linearCrossEntropy } from '@unsaturate/tfjs';
import { ready } from '@unsaturate/wasm';
import { normals } from './differentiate.js';

const sizes = { inputSize: 40, units: 64 };
const [batch, time, vocabulary] = [12, 5, 500];
const noisy = { variant: 'NAH' };

/** A training step, large enough to be shared, by one thread, two and three. */
export async function byThreads() {
  const results = [];
  for (const threads of [1, 2, 3]) {
    const { threads: running } = await ready({ threads });
    results.push({ running, numbers: trainingStep() });
  }
  await ready({ threads: 1 });
  return results;
}

function trainingStep() {
  return tf.tidy(() => {
    const shapes = { ...lstm.params(sizes), projection: [sizes.units, vocabulary], offset: [vocabulary] };
    const names = Object.keys(shapes);
    const inputs = names.map((name, i) => tf.mul(normals(i + 1, shapes[name]), 0.1));
    const xs = normals(20, [batch, time, sizes.inputSize]);
    const labels = tf.range(0, batch * time, 1, 'int32');
    const noise = createNoiseStream(7);
    const { value, grads } = tf.valueAndGrads((...tensors) => {
      const { projection, offset, ...params } = Object.fromEntries(
        tensors.map((each, i) => [names[i], each]),
      );
      const { outputs } = scan(lstm, params, xs, zeroState(lstm, sizes, batch), {
        activations: { sigmoid: noisy, tanh: noisy },
        noise,
        training: true,
        engine: 'compiled',
      });
      return tf.mean(linearCrossEntropy(tf.reshape(outputs, [-1, sizes.units]), projection, offset, labels));
    })(inputs);
    return [value, ...grads].flatMap((each) => [...each.dataSync()]);
  });
}
