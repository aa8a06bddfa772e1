import * as tf from '@tensorflow/tfjs';
import { lstm } from '@unsaturate/cells';
import * as layers from '@unsaturate/cells/layers';
import { createNoisyActivation } from '@unsaturate/core';
import { scan, zeroState } from '@unsaturate/scan';
import { linear } from '@unsaturate/schedulers';
import { noisyHardTanh } from '@unsaturate/tfjs';

/** Something small from each package. */
export async function onePerPackage() {
  const activation = { variant: 'NAH', alpha: 1.15 };
  const scalar = createNoisyActivation({ ...activation, base: 'hardTanh' }).value(3, -0.8, 0.5, -0.7);
  const noise = tf.tensor1d([-0.7]);
  const op = noisyHardTanh([3], { ...activation, p: -0.8, c: 0.5, noise, training: true });

  const xs = tf.linspace(-2, 2, 6).reshape([1, 3, 2]);
  const layer = layers.lstm({
    units: 2,
    recurrentActivation: 'sigmoid',
    variant: 'NAH',
    returnSequences: true,
  });
  const layerOutputs = layer.apply(xs);
  const [kernel, recurrentKernel, bias, p] = layer.getWeights();
  const params = { kernel, recurrentKernel, bias, p };
  const { outputs } = scan(lstm, params, xs, zeroState(lstm, { inputSize: 2, units: 2 }, 1), {
    activations: {
      sigmoid: { base: 'sigmoid', variant: 'NAH' },
      tanh: { base: 'tanh', variant: 'NAH' },
    },
  });
  return {
    scalar,
    op: [...(await op.data())],
    layer: [...(await layerOutputs.data())],
    scan: [...(await outputs.data())],
    schedule: linear({ initial: 1, final: 0, steps: 4 })(1),
  };
}
